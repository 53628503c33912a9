namespace Mainstay.Server.Control.Remarks;

/// <summary>What a server that others start says of its configuration.</summary>
internal sealed record NodeFacts
{
    /// <summary>Whether it is the primary just now.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>The configuration file that it was started with (<c>config_file</c>); empty for none, null when it did not say.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary><c>save</c>: empty for no snapshots; null when it did not say.</summary>
    public string? Save { get; init; }

    /// <summary><c>appendonly</c>; null when it did not say.</summary>
    public bool? AppendOnly { get; init; }

    /// <summary><c>min-replicas-to-write</c>; null when it did not say.</summary>
    public long? MinReplicasToWrite { get; init; }

    /// <summary>The server's words when it refused to show its configuration; null when it showed it.</summary>
    public string? ConfigurationRefused { get; init; }

    /// <summary>The server's words when it could not write down that it was sealed; null when it could, or was not asked yet.</summary>
    public string? RewriteRefused { get; init; }

    /// <summary>The server's words when it gives us no report at all; null when it gives one.</summary>
    public string? ReportRefused { get; init; }
}
