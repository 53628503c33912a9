namespace Mainstay.Core.Serving;

/// <summary>
/// Commands that would change the topology, or one node behind our back: they would undo what keeps the group together, or be gone
/// after the next change of primary because they are not replicated.
/// </summary>
internal static class DeniedCommands
{
    private const string Topology = "the group's topology is kept by mainstay; use mainstay switchover";
    private const string Settings = "it would change one node only; use settings in the configuration of the group";
    private const string Users = "it would change one node only; keep users in an aclfile, alike on all nodes";
    private const string Joining = "replicas join through the configuration; use nodes in the configuration of the group";

    public static IEnumerable<CommandSpec> All { get; } =
    [
        Deny("REPLICAOF", Topology),
        Deny("SLAVEOF", Topology),
        Deny("FAILOVER", "use mainstay switchover, or mainstay failover"),
        Deny("SHUTDOWN", "it would stop a node; use mainstay switchover to move the primary first"),
        Deny("DEBUG", "it may stop or damage a node; use it on a node of a test of your own"),
        Deny("SCRIPT DEBUG", "it turns the connection into a debugger's and may stop the server; use redis-cli --ldb with a server of your own"),
        Deny("PSYNC", Joining),
        Deny("SYNC", Joining),
        Deny("REPLCONF", Joining),
        Deny("CLUSTER", "a group has no slots, and this address always leads to the right node; use a client without cluster mode"),
        Deny("MIGRATE", "it sends keys to a node's address; use DUMP and RESTORE through endpoints"),
        Deny("MODULE LOAD", "it would change one node only; use settings: loadmodule in the configuration of the group"),
        Deny("MODULE LOADEX", "it would change one node only; use settings: loadmodule in the configuration of the group"),
        Deny("MODULE UNLOAD", "it would change one node only; use settings: loadmodule in the configuration of the group"),
        Deny("CLIENT PAUSE", "it would stop every client of the node; use mainstay switchover, which holds them without a loss"),
        Deny("CLIENT UNPAUSE", "it would undo what mainstay does during a switchover; use mainstay resume for what an operator paused"),
        Deny("CONFIG SET", Settings),
        Deny("CONFIG REWRITE", Settings),
        Deny("ACL SETUSER", Users),
        Deny("ACL DELUSER", Users),
        Deny("ACL LOAD", Users),
        Deny("ACL SAVE", Users),
    ];

    /// <summary>For <c>CLIENT KILL</c> with anything but one's own id.</summary>
    public static CommandSpec ClientKill { get; } = new("CLIENT KILL", CommandTraits.Denied, CommandAction.ClientKill, "it would end connections of others; use QUIT for your own");

    private static CommandSpec Deny(string name, string advice) => new(name, CommandTraits.Denied, CommandAction.None, advice);
}
