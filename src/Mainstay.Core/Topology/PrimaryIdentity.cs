namespace Mainstay.Core.Topology;

/// <summary>
/// The published primary, so exactly that nothing else can be taken for it: endpoints send only to a process that
/// matches run id and replication id. A new run id on the same address is another server.
/// </summary>
/// <param name="Node">The node's name in its group.</param>
/// <param name="RunId">The process: 40 hex digits, new at every start (INFO server, <c>run_id</c>).</param>
/// <param name="ReplicationId">The history it writes (INFO replication, <c>master_replid</c>).</param>
/// <param name="SecondOffset">Where its history branched off the former one (<c>second_repl_offset</c>); -1 when it never did.</param>
public sealed record PrimaryIdentity(string Node, string RunId, string ReplicationId, long SecondOffset);
