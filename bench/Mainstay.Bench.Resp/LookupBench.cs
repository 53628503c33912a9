using BenchmarkDotNet.Attributes;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Bench.Resp;

/// <summary>What it costs to know what a command is, once its first arguments are located, and with locating them.</summary>
public class LookupBench
{
    private readonly CommandCatalog _catalog = CommandCatalog.Of(["KEYS"], [], [.. Enumerable.Range(0, 200).Select(i => new ServerCommand($"MODULE{i}.RUN", ServerCommandFlags.Module, []))]);
    private readonly (int Start, int Length)[] _ranges = new (int, int)[2];
    private byte[] _frame = [];
    private int _found;

    /// <summary>The command; its words are parted by spaces.</summary>
    [Params("get k", "SET k", "ZRANGEBYSCORE k", "CONFIG GET", "nosuchcommand k")]
    public string Command { get; set; } = "";

    /// <summary>Writes the request.</summary>
    [GlobalSetup]
    public void Write()
    {
        _frame = RespWriter.Command(Command.Split(' '));
        _found = RespRequest.Locate(_frame, _ranges, out _);
    }

    /// <summary>The lookup alone.</summary>
    [Benchmark(Baseline = true)]
    public CommandSpec Find() => CommandTable.Find(new CommandArguments(_frame, _ranges.AsSpan(0, _found)));

    /// <summary>The lookup in a catalog that knows 200 commands of modules besides.</summary>
    [Benchmark]
    public CommandSpec FindInCatalog() => _catalog.Find(new CommandArguments(_frame, _ranges.AsSpan(0, _found)));

    /// <summary>Locating two arguments and the lookup.</summary>
    [Benchmark]
    public CommandSpec LocateAndFind()
    {
        var found = RespRequest.Locate(_frame, _ranges, out var announced);
        return CommandTable.Find(new CommandArguments(_frame, _ranges.AsSpan(0, found)), found == announced);
    }
}
