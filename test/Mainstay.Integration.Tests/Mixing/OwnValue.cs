using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>A key that one client alone writes, and what it may hold by all that was answered.</summary>
/// <param name="key">Its name.</param>
/// <param name="largeEvery">Every how manieth value is large; 0 for none.</param>
/// <param name="large">How long those are.</param>
internal sealed class OwnValue(string key, int largeEvery, int large)
{
    private readonly List<long> _possible = [0];
    private long _sequence;
    private long _sent;
    private int _crashes;

    public string Key => key;

    /// <summary>Whether what it may hold is longer than what an endpoint passes on whole.</summary>
    public bool IsLarge => _possible.Append(_sequence).Any(sequence => LengthOf(sequence) > 1000);

    /// <summary>A new value to write: its number, and then its text.</summary>
    public (long Sequence, string Text) Next() => (++_sequence, TextOf(_sequence));

    public void Written(long sequence, MixAnswer answer)
    {
        // An unknown outcome leaves the former values possible.
        if (!answer.Unknown) _possible.Clear();
        _possible.Add(sequence);
        (_sent, _crashes) = (answer.Sent, answer.Crashes);
    }

    /// <summary>Null when that may be read; else what is wrong.</summary>
    /// <param name="reply">What was read.</param>
    /// <param name="answer">When it was asked for.</param>
    /// <param name="behind">Values of unknown outcome that were sent behind this read: one that was sent again may see them.</param>
    /// <param name="weather">What befell the group.</param>
    /// <param name="lost">Whether an acknowledged value died in a crash.</param>
    public string? Read(RespReply reply, MixAnswer answer, IEnumerable<long> behind, Weather weather, out bool lost)
    {
        lost = false;
        if (reply.IsError) return null; // Refuted already.
        var sequence = SequenceOf(reply.Text);
        if (sequence is null) return $"{key} holds what nobody wrote: {reply.Text![..Math.Min(reply.Text!.Length, 60)]}";
        if (!_possible.Contains(sequence.Value) && !behind.Contains(sequence.Value))
        {
            if (sequence > _possible.Max() || weather.Crashes == _crashes || !weather.MayHaveDied(_sent))
                return string.Create(CultureInfo.InvariantCulture, $"{key} is {sequence}; it must be {string.Join(" or ", _possible)}");
            lost = true;
        }

        _possible.Clear();
        _possible.Add(sequence.Value);
        (_sent, _crashes) = (answer.Sent, answer.Crashes);
        return null;
    }

    private int LengthOf(long sequence) => largeEvery > 0 && sequence % largeEvery == 0 ? large : (int)(sequence * 37 % 300);

    private string TextOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{sequence}:{new string(FillOf(sequence), LengthOf(sequence))}");

    /// <summary>0 for no value, null for one that was never written.</summary>
    private long? SequenceOf(string? text)
    {
        if (text is null) return 0;
        var end = text.IndexOf(':', StringComparison.Ordinal);
        if (end < 0 || !long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence > _sequence) return null;
        return text.Length - end - 1 == LengthOf(sequence) && text.AsSpan(end + 1).IndexOfAnyExcept(FillOf(sequence)) < 0 ? sequence : null;
    }

    private static char FillOf(long sequence) => (char)('a' + (sequence % 26));
}
