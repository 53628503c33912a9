using System.Collections.Immutable;

namespace Mainstay.Server.Control.Remarks;

/// <summary>What cannot be promised of a node that others start, in words for people. Pure.</summary>
internal static class NodeRemarks
{
    /// <summary>The remarks, the most important first; the last one is true of every such node.</summary>
    public static ImmutableArray<string> Of(NodeFacts facts)
    {
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (facts.ReportRefused is { } refused) remarks.Add($"gives us no report ({refused}): {Grant(refused)}");
        if (facts.ConfigurationRefused is { } hidden) remarks.Add($"does not show its configuration ({hidden}): {Grant(hidden)}");
        if (facts.ConfigurationFile is { Length: 0 })
            remarks.Add("was started without a configuration file: started again it is a primary, whoever leads by then, until we see it and make it a replica");
        else if (facts.RewriteRefused is { } kept)
            remarks.Add($"cannot write down that it is a replica (CONFIG REWRITE: {kept}): started again it is what its file says, until we see it");
        if (facts is { Save.Length: 0, AppendOnly: false })
            remarks.Add("keeps nothing on disk: started again it is empty, and as the primary it would empty its replicas; set save or appendonly");
        if (facts is { IsPrimary: true, MinReplicasToWrite: 0 })
            remarks.Add("takes writes while it is cut off from its replicas (min-replicas-to-write 0): what it took then is lost at a failover");
        remarks.Add("is started by others: it is neither started again nor replaced by us");
        return remarks.ToImmutable();
    }

    /// <summary>What to do about a refusal.</summary>
    private static string Grant(string refusal)
    {
        if (refusal.StartsWith("NOPERM", StringComparison.Ordinal))
            return "grant its user +@connection +info +ping +replicaof +psync +replconf +multi +exec +spublish +publish &* +config|get +config|set +config|rewrite +client|list +client|kill";
        if (refusal.StartsWith("WRONGPASS", StringComparison.Ordinal)) return "username and password of the group are not the server's";
        return refusal.StartsWith("NOAUTH", StringComparison.Ordinal) ? "set username and password of the group" : "see its log";
    }
}
