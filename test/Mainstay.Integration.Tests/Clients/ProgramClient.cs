using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>A client that is a program of its own: redis-cli, ioredis under node, Debian's redis-py.</summary>
internal sealed class ProgramClient : IWalkingClient
{
    private static readonly string Folder = Path.Combine(MainstayProgram.Root, "test", "Mainstay.Integration.Tests", "Clients");
    private readonly OwnedProcess _process;

    private ProgramClient(string name, string program, params string[] arguments)
    {
        Name = name;
        _process = OwnedProcess.Start(program, arguments, Folder);
    }

    public string Name { get; }

    public ClientWalk Walk => ClientWalk.Parse(_process.Output + _process.Errors);

    /// <summary>All of these: loaded at once, connecting when the file <paramref name="gate"/> is there.</summary>
    public static IReadOnlyList<ProgramClient> All(int port, string key, string gate) => [RedisCli(port, key, gate), IoRedis(port, key, gate), RedisPy(port, key, gate)];

    private static ProgramClient RedisCli(int port, string key, string gate)
    {
        Need(Which("redis-cli"), "redis-cli", "apt-get install redis-tools");
        const string wait = "echo ready; until [ -e \"$0\" ]; do sleep 0.002; done; echo connecting; exec redis-cli \"$@\"";
        return new("redis-cli", "sh", "-c", wait, gate, "-p", Text(port), "-r", "-1", "-i", "0.01", "INCR", $"{key}:redis-cli");
    }

    private static ProgramClient IoRedis(int port, string key, string gate)
    {
        Need(Which("node"), "node", "apt-get install nodejs npm");
        Need(Directory.Exists(Path.Combine(Folder, "node_modules", "ioredis")), "ioredis", $"npm ci --prefix {Path.GetRelativePath(MainstayProgram.Root, Folder)}");
        return new("ioredis", "node", "walk.mjs", Text(port), $"{key}:ioredis", gate);
    }

    /// <summary>Debian's package belongs to Debian's Python, whatever other Python comes first on PATH.</summary>
    private static ProgramClient RedisPy(int port, string key, string gate)
    {
        const string python = "/usr/bin/python3";
        Need(File.Exists(python) && Directory.Exists("/usr/lib/python3/dist-packages/redis"), "python3-redis", "apt-get install python3-redis");
        return new("redis-py", python, "walk.py", Text(port), $"{key}:redis-py", gate);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static void Need(bool there, string what, string command) => Assert.True(there, $"{what} is needed by this test and missing: {command} (./test.sh does it by itself)");

    private static bool Which(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
