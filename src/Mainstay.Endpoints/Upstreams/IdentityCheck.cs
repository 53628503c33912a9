using Mainstay.Endpoints.Routing;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>Whether the process that answers is the one that the topology names.</summary>
internal static class IdentityCheck
{
    /// <summary>What does not match, or null when all does. A user who may not ask is trusted with the topology's word.</summary>
    public static string? Mismatch(RouteTarget target, RespValue server, RespValue replication)
    {
        if (!server.IsError && target.RunId is { } runId && Field(server.Text, "run_id:") is { } present && present != runId)
            return $"run id {present}, not {runId}";
        if (replication.IsError) return null;
        var role = Field(replication.Text, "role:");
        if (role is not null && role != (target.IsPrimary ? "master" : "slave")) return $"role {role}";
        if (target.ReplicationId is { } id && Field(replication.Text, "master_replid:") is { } history && history != id)
            return $"replication id {history}, not {id}";
        return null;
    }

    private static string? Field(string info, string name)
    {
        foreach (var line in info.AsSpan().EnumerateLines())
            if (line.StartsWith(name)) return line[name.Length..].ToString();
        return null;
    }
}
