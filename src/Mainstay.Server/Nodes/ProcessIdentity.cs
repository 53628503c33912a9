using System.Text.Json;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;

namespace Mainstay.Server.Nodes;

/// <summary>
/// Which process a node is. Ids are reused; an id with the moment of its start and the boot of the machine is not.
/// </summary>
/// <param name="ProcessId">The process.</param>
/// <param name="StartTime">Clock ticks from the machine's start to its own.</param>
/// <param name="BootId">The machine's start: <c>/proc/sys/kernel/random/boot_id</c>.</param>
/// <param name="Configuration">The configuration file it was started with.</param>
/// <param name="RunId">What the server last said of itself; null when it was never asked.</param>
internal sealed record ProcessIdentity(int ProcessId, long StartTime, string BootId, string Configuration, string? RunId)
{
    /// <summary>That of a process that runs, started with <paramref name="configuration"/>; null when it ended or is another program.</summary>
    public static ProcessIdentity? Of(int processId, string configuration)
    {
        if (ProcessStat.Of(processId) is not { IsDead: false } stat) return null;
        if (!CommandLine.Of(processId).Contains(configuration, StringComparer.Ordinal)) return null;
        return new ProcessIdentity(processId, stat.StartTime, ThisBoot(), configuration, null);
    }

    /// <summary>
    /// That of a process that we have just started with <paramref name="configuration"/>; null when it ended. Its command line is not asked: the
    /// kernel shows it a moment after the program was loaded only, and a node whose identity is not kept is not known again.
    /// </summary>
    public static ProcessIdentity? OfChild(int processId, string configuration) =>
        ProcessStat.Of(processId) is { IsDead: false } stat ? new ProcessIdentity(processId, stat.StartTime, ThisBoot(), configuration, null) : null;

    /// <summary>Reads a node's; null when the node never ran.</summary>
    /// <exception cref="IOException">It exists and cannot be read.</exception>
    public static ProcessIdentity? Read(NodeFiles files)
    {
        try
        {
            return File.Exists(files.Identity) ? JsonSerializer.Deserialize(File.ReadAllBytes(files.Identity), NodeJson.Default.ProcessIdentity) : null;
        }
        catch (JsonException)
        {
            return Unknown; // it ran, and nobody knows as what
        }
    }

    /// <summary>Writes it whole; it also says that the node has run.</summary>
    public void Write(NodeFiles files) => DurableFile.Write(files.Identity, JsonSerializer.SerializeToUtf8Bytes(this, NodeJson.Default.ProcessIdentity));

    /// <summary>
    /// Opens the process if it still runs, is the one that was recorded and was started with <paramref name="configuration"/>, else null: a
    /// copy of a data directory must not take over the processes of the original. The descriptor is opened first and the identity checked
    /// after that, so that what was checked is what is held.
    /// </summary>
    public Pidfd? TryOpen(string configuration)
    {
        if (ProcessId <= 0 || BootId != ThisBoot() || Configuration != configuration) return null;
        var pidfd = Pidfd.TryOpen(ProcessId);
        if (pidfd is null) return null;
        if (Of(ProcessId, Configuration) is { } now && now.StartTime == StartTime) return pidfd;
        pidfd.Dispose();
        return null;
    }

    private static ProcessIdentity Unknown { get; } = new(0, 0, "", "", null);

    private static string ThisBoot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
