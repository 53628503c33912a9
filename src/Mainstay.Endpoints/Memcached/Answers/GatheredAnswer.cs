using System.Text;
using Mainstay.Endpoints.Memcached.Sessions;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Answers;

/// <summary>Puts the answers of all nodes together into one.</summary>
internal static class GatheredAnswer
{
    /// <summary>All nodes that serve have answered.</summary>
    public static void Complete(PendingRequest request)
    {
        var frames = new List<List<string>>();
        foreach (var part in request.Parts)
        {
            var lines = new List<string>();
            for (; part.Frames.Count > 0; part.Frames.RemoveFirst()) lines.Add(Encoding.Latin1.GetString(part.Frames.First).TrimEnd('\r', '\n'));
            if (lines.Count > 0) frames.Add(lines);
        }

        request.Settle(request.IsSilent ? null : Encoding.Latin1.GetBytes(request.Verb == MemcachedVerb.Stats ? Stats(frames) : OfOne(frames)));
    }

    /// <summary>What one answered where all do the same: an error of any, else the first.</summary>
    private static string OfOne(List<List<string>> nodes) => (nodes.Select(lines => lines[^1]).FirstOrDefault(IsError) ?? nodes[0][^1]) + "\r\n";

    private static string Stats(List<List<string>> nodes)
    {
        if (nodes.Select(lines => lines[^1]).FirstOrDefault(IsError) is { } error) return error + "\r\n";
        var sum = new StatsSum();
        var others = new List<string>();
        foreach (var line in nodes.SelectMany(lines => lines.SkipLast(1)))
            if (!sum.TryAdd(line)) others.Add(line);
        return string.Concat(sum.Lines.Concat(others).Append(nodes[0][^1]).Select(line => line + "\r\n"));
    }

    private static bool IsError(string line) => line == "ERROR" || line.StartsWith("CLIENT_ERROR", StringComparison.Ordinal) || line.StartsWith("SERVER_ERROR", StringComparison.Ordinal);
}
