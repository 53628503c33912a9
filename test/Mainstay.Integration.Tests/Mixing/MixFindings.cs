using System.Collections.Concurrent;
using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>What all clients of a mix found together.</summary>
internal sealed class MixFindings
{
    private const int MostKept = 40;
    private readonly ConcurrentQueue<string> _wrong = new();
    private long _answers, _indeterminate, _lost, _closed;

    /// <summary>What must not be; the first of them.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Answers that left it open whether the command ran; all of them at crashes, or they are wrong.</summary>
    public long Indeterminate => Volatile.Read(ref _indeterminate);

    /// <summary>Acknowledged writes that died with a primary that crashed before a replica had them.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Connections that a crash ended in the middle of a long reply.</summary>
    public long Closed => Volatile.Read(ref _closed);

    public void Refute(string client, string what)
    {
        if (_wrong.Count < MostKept) _wrong.Enqueue($"{client}: {what}");
    }

    public void CountAnswers(int count) => Interlocked.Add(ref _answers, count);

    public void CountIndeterminate() => Interlocked.Increment(ref _indeterminate);

    public void CountLost(long count = 1) => Interlocked.Add(ref _lost, count);

    public void CountClosed() => Interlocked.Increment(ref _closed);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Answers} answers, {Indeterminate} indeterminate, {Lost} acknowledged writes lost at crashes, {Closed} connections ended within a long reply, {Wrong.Count} wrong");
}
