using System.Globalization;
using System.Text;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>One request of a case.</summary>
/// <param name="Client">By which client, from 1.</param>
/// <param name="Words">The command and its arguments, a character a byte; empty for bytes that are sent as they are.</param>
/// <param name="Raw">Those bytes, a character each; null for an ordinary request.</param>
/// <param name="Blocks">Whether what follows waits until the server has a blocked client.</param>
internal sealed record CorpusStep(int Client, string[] Words, string? Raw = null, bool Blocks = false)
{
    /// <summary>What goes over the wire.</summary>
    public byte[] Bytes => Encoding.Latin1.GetBytes(Raw ?? Frame(Words));

    /// <summary>The first word in capitals, and the second where there is one.</summary>
    public string Name => string.Join(' ', Words.Take(2)).ToUpperInvariant();

    /// <summary>Whether it is a request of <paramref name="command"/>, one word or two.</summary>
    public bool Is(string command) => Name == command || Name.StartsWith(command + " ", StringComparison.Ordinal);

    public static string Frame(IReadOnlyCollection<string> words)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"*{words.Count}\r\n");
        foreach (var word in words) text.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n").Append(word).Append("\r\n");
        return text.ToString();
    }

    public override string ToString() => Transcript.Show(Raw ?? string.Join(' ', Words.Select(word => word.Length == 0 ? "\"\"" : word)));
}
