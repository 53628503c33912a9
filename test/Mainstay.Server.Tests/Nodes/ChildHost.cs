using System.Globalization;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Store;
using Mainstay.TestKit.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>
/// This test program as another process: with the environment variable <c>MAINSTAY_TEST_ROLE</c> it plays a daemon instead of running tests, so
/// that tests can end a daemon in every way.
/// </summary>
internal static class ChildHost
{
    private const string RoleVariable = "MAINSTAY_TEST_ROLE";

    /// <summary>What this process is to play; null when it is to run tests.</summary>
    public static string? Role => Environment.GetEnvironmentVariable(RoleVariable);

    /// <summary>Starts nodes (<c>name:port</c>) of a data directory, prints <c>up</c>, and stays.</summary>
    public static OwnedProcess StartNodes(string data, IEnumerable<string> nodes, params string[] through) => Start("nodes", [data, .. nodes], through);

    /// <summary>Commits states of group <c>main</c> in a folder without end, and prints each version that is committed.</summary>
    public static OwnedProcess StartCommitting(string folder) => Start("commit", [folder], []);

    /// <summary>Plays a role until it is ended; 3 when it cannot.</summary>
    public static async Task<int> PlayAsync(string role, string[] arguments)
    {
        try
        {
            await (role == "nodes" ? NodesAsync(arguments) : CommitAsync(arguments[0]));
            return 0;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.ToString());
            return 3;
        }
    }

    private static OwnedProcess Start(string role, string[] arguments, string[] through)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Mainstay.Server.Tests");
        string[] command = [.. through, program, .. arguments];
        return OwnedProcess.Start(command[0], command[1..], environment: new Dictionary<string, string?> { [RoleVariable] = role });
    }

    private static async Task NodesAsync(string[] arguments)
    {
        using var loggers = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.SingleLine = true));
        using var data = DataDirectory.Open(arguments[0]);
        var nodes = arguments[1..].Select(a => NodeRig.Spec(data, a.Split(':')[0], int.Parse(a.Split(':')[1], CultureInfo.InvariantCulture))).ToList();
        await using var supervisor = new NodeSupervisor(nodes, EngineBinary.Find(Engine.Redis), data, NodeCredentials.LoadOrCreate(data), TimeProvider.System, loggers);
        var adopted = await supervisor.AdoptAsync(CancellationToken.None);
        foreach (var node in nodes) Console.WriteLine($"{node.Name}: {await supervisor.StartAsync(node.Name, CancellationToken.None)}");
        Console.WriteLine($"up, adopted [{string.Join(' ', adopted)}]");
        await new TaskCompletionSource().Task;
    }

    private static async Task CommitAsync(string folder)
    {
        await using var store = new FileGroupStore(folder, NullLogger<FileGroupStore>.Instance);
        var version = (await store.ReadAsync("main", CancellationToken.None)).Version;
        while (true)
        {
            await store.CompareAndSwapAsync("main", version, States.Version(version + 1), CancellationToken.None);
            Console.WriteLine(++version);
        }
    }
}
