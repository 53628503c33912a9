using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What a session listens to, of the three kinds that the server keeps apart.</summary>
internal sealed class Subscriptions
{
    private readonly SortedDictionary<string, byte[]>?[] _names = new SortedDictionary<string, byte[]>?[3];

    /// <summary>Channels and patterns: the server's own count for its subscribed mode, shards included.</summary>
    public int Count => (_names[0]?.Count ?? 0) + (_names[1]?.Count ?? 0) + (_names[2]?.Count ?? 0);

    /// <summary>How many of the kind that <paramref name="action"/> concerns.</summary>
    public int CountOf(CommandAction action) => _names[Kind(action)]?.Count ?? 0;

    /// <summary>Applies the acknowledgement of one name; an empty list of names at an unsubscription means all.</summary>
    public void Apply(CommandAction action, ReadOnlySpan<byte> name, bool all)
    {
        var names = _names[Kind(action)] ??= new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (action is CommandAction.Subscribe or CommandAction.PatternSubscribe or CommandAction.ShardSubscribe) names[Encoding.Latin1.GetString(name)] = name.ToArray();
        else if (all) names.Clear();
        else names.Remove(Encoding.Latin1.GetString(name));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_names);
    }

    /// <summary>The commands that subscribe again.</summary>
    public IEnumerable<RestoreCommand> Restore()
    {
        string[] verbs = ["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"];
        for (var kind = 0; kind < verbs.Length; kind++)
        {
            if (_names[kind] is not { Count: > 0 } names) continue;
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            RespWriter.WriteCommand(output, [Encoding.ASCII.GetBytes(verbs[kind]), .. names.Values]);
            yield return new RestoreCommand(output.WrittenSpan.ToArray(), names.Count, true);
        }
    }

    private static int Kind(CommandAction action) => action switch
    {
        CommandAction.Subscribe or CommandAction.Unsubscribe => 0,
        CommandAction.PatternSubscribe or CommandAction.PatternUnsubscribe => 1,
        _ => 2,
    };
}
