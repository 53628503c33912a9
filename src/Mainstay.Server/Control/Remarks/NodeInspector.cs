using Mainstay.Core.Configuration;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Remarks;

/// <summary>Looks now and then at the configuration of one server that others start. Changes nothing there.</summary>
internal sealed class NodeInspector(NodeSpec node, NodeDialer dialer, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    // A server that is away is asked again sooner: what it says after its return may be news.
    private static readonly TimeSpan PeriodAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly byte[][] Questions =
    [
        RespWriter.Command("INFO", "server"), RespWriter.Command("INFO", "replication"),
        RespWriter.Command("CONFIG", "GET", "save"), RespWriter.Command("CONFIG", "GET", "appendonly"), RespWriter.Command("CONFIG", "GET", "min-replicas-to-write"),
    ];

    private readonly CancellationTokenSource _stop = new();
    private volatile NodeFacts _facts = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>What it said last.</summary>
    public NodeFacts Facts => _facts;

    /// <summary>Begins to look.</summary>
    public void Start() => _loop = Task.Run(LoopAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true) await Task.Delay(await LookAsync() ? Period : PeriodAfterFailure, time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<bool> LookAsync()
    {
        try
        {
            var (connection, replies) = await dialer.OpenAsync(node, Questions, Patience, _stop.Token);
            connection.Dispose();
            _facts = Read(replies);
            return true;
        }
        catch (NodeException)
        {
            // Whether it lives is the prober's business.
            return false;
        }
    }

    private static NodeFacts Read(RespValue[] replies)
    {
        var server = new InfoFields(replies[0].IsError ? "" : replies[0].Text);
        var replication = new InfoFields(replies[1].IsError ? "" : replies[1].Text);
        var refused = replies.Skip(2).FirstOrDefault(reply => reply.IsError);
        return new NodeFacts
        {
            IsPrimary = replication.Text("role") == "master",
            ConfigurationFile = server.Text("config_file"),
            Save = replies[2].IsError ? null : replies[2].Find("save")?.Text,
            AppendOnly = replies[3].IsError ? null : replies[3].Find("appendonly")?.Text == "yes",
            MinReplicasToWrite = replies[4].IsError ? null : replies[4].Find("min-replicas-to-write")?.Number,
            ConfigurationRefused = refused?.Text,
        };
    }
}
