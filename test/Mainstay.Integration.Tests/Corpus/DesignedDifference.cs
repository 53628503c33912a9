namespace Mainstay.Integration.Tests.Corpus;

/// <summary>A command that an endpoint answers otherwise than the server, on purpose.</summary>
/// <param name="Command">One word or two, in capitals.</param>
/// <param name="Why">In half a sentence.</param>
/// <param name="With">A word that makes the difference; null: the command alone does.</param>
/// <param name="InTransaction">Whether it is only answered otherwise between <c>MULTI</c> and <c>EXEC</c>.</param>
internal sealed record DesignedDifference(string Command, string Why, string? With = null, bool InTransaction = false)
{
    private const string Topology = "the topology is not the clients' to change";
    private const string OneNode = "it would change one node, and be gone after the next change of primary";
    private const string Others = "it would befall other clients, or mainstay itself";

    public static IReadOnlyList<DesignedDifference> Table { get; } =
    [
        new("REPLICAOF", Topology),
        new("SLAVEOF", Topology),
        new("FAILOVER", Topology),
        new("SHUTDOWN", "it would stop a node"),
        new("DEBUG", "it may stop or damage a node"),
        new("SCRIPT DEBUG", "it may stop the server"),
        new("PSYNC", "replicas join by the configuration"),
        new("SYNC", "replicas join by the configuration"),
        new("REPLCONF", "replicas join by the configuration"),
        new("CLUSTER", "a group has no slots"),
        new("MIGRATE", "it sends keys to a node's address"),
        new("MODULE LOAD", OneNode),
        new("MODULE LOADEX", OneNode),
        new("MODULE UNLOAD", OneNode),
        new("CLIENT PAUSE", Others),
        new("CLIENT UNPAUSE", Others),
        new("CLIENT KILL", Others),
        new("CONFIG SET", OneNode),
        new("CONFIG REWRITE", OneNode),
        new("ACL SETUSER", OneNode),
        new("ACL DELUSER", OneNode),
        new("ACL LOAD", OneNode),
        new("ACL SAVE", OneNode),
        new("CLIENT TRACKING", "the client that is redirected to has its connection elsewhere", "REDIRECT"),
        new("CLIENT REPLY", "what is queued is queued again on the next primary, where nobody would know which answers come", InTransaction: true),
    ];

    /// <summary>The one that a request falls under; null where it is answered as the server does.</summary>
    public static DesignedDifference? Of(CorpusStep step, bool inTransaction = false) =>
        Table.FirstOrDefault(one => step.Is(one.Command) && (one.With is null || step.Words.Contains(one.With, StringComparer.OrdinalIgnoreCase)) && (inTransaction || !one.InTransaction));

    /// <summary>Those that a case falls under.</summary>
    public static IEnumerable<DesignedDifference> In(CorpusCase what)
    {
        var inTransaction = false;
        foreach (var step in what.Steps)
        {
            if (Of(step, inTransaction) is { } one) yield return one;
            inTransaction = step.Is("MULTI") || (inTransaction && !step.Is("EXEC") && !step.Is("DISCARD"));
        }
    }
}
