using Mainstay.TestKit.Files;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>One client of every kind, all loaded and waiting at a gate, so that they connect at one known moment.</summary>
internal sealed class ClientParty : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly StackExchangeClient _inProcess;

    public ClientParty(int port, string key)
    {
        _inProcess = new StackExchangeClient(port, key);
        Clients = [.. ProgramClient.All(port, key, Gate), _inProcess];
    }

    public IReadOnlyList<IWalkingClient> Clients { get; }

    private string Gate => _folder.Combine("gate");

    public Task ReadyAsync(Deadline deadline) => AllAsync(walk => walk.Ready, deadline, "is loaded");

    /// <summary>Lets all connect and awaits that they have begun to.</summary>
    public async Task ConnectAsync(Deadline deadline)
    {
        await File.WriteAllBytesAsync(Gate, []);
        _inProcess.Open();
        await AllAsync(walk => walk.Connecting, deadline, "connects");
    }

    /// <summary>Awaits <paramref name="count"/> more answers for each.</summary>
    public async Task GoOnAsync(int count, Deadline deadline)
    {
        var until = Clients.ToDictionary(client => client, client => client.Walk.Answers.Count + count);
        foreach (var client in Clients)
            await Eventually.FineAsync(() => client.Walk is var walk && walk.Answers.Count >= until[client] ? null : walk.ToString(), deadline, $"{client.Name} has {count} more answers");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients) await client.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AllAsync(Func<ClientWalk, bool> condition, Deadline deadline, string what)
    {
        foreach (var client in Clients) await Eventually.FineAsync(() => client.Walk is var walk && condition(walk) ? null : walk.ToString(), deadline, $"{client.Name} {what}");
    }
}
