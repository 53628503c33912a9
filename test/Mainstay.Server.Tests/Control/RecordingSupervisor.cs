using System.Threading.Channels;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Control;

/// <summary>Starts and ends nothing; records what it was asked for, and has a folder for tails.</summary>
internal sealed class RecordingSupervisor : INodeSupervisor
{
    private readonly TempFolder _folder = TempFolder.Create();

    public Channel<NodeExit> Ends { get; } = Channel.CreateUnbounded<NodeExit>();

    public List<string> Asked { get; } = [];

    public List<string> Tails { get; } = [];

    public Func<string, ProcessActivity?> Processes { get; set; } = _ => null;

    /// <summary>What every order is answered; thrown when null.</summary>
    public ActionResult? Answer { get; set; } = new ActionResult.Done();

    public ChannelReader<NodeExit> Exits => Ends.Reader;

    public Task<IReadOnlyList<string>> AdoptAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<ActionResult> StartAsync(string node, CancellationToken cancellationToken) => AnswerAsync($"start {node}");

    public Task<ActionResult> KillAsync(string node, string? runId, CancellationToken cancellationToken) => AnswerAsync($"kill {node} {runId ?? "any"}");

    public Task<ActionResult> ReplaceAsync(string node, CancellationToken cancellationToken) => AnswerAsync($"replace {node}");

    public Task<ActionResult> SetAsideAsync(string node, string label, CancellationToken cancellationToken) => AnswerAsync($"set aside {node} {label}");

    public void Add(NodeSpec node)
    {
        lock (Asked) Asked.Add($"add {node.Name}");
    }

    public Task<ActionResult> RetireAsync(string node, CancellationToken cancellationToken) => AnswerAsync($"retire {node}");

    public string NewTailFile(string node, string label)
    {
        Tails.Add(_folder.Combine($"{node}-{label}"));
        return Tails[^1];
    }

    public IReadOnlyList<string> SavedTails(string node) => [.. Tails.Select(tail => Path.GetFileName(tail)).Where(tail => tail.StartsWith(node, StringComparison.Ordinal))];

    public ProcessActivity? Activity(string node) => Processes(node);

    public Task StopAllAsync(TimeSpan grace, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<ActionResult> AnswerAsync(string asked)
    {
        lock (Asked) Asked.Add(asked);
        return Task.FromResult(Answer ?? throw new InvalidOperationException("the supervisor broke"));
    }
}
