using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>The client that most .NET services use, in this process.</summary>
internal sealed class StackExchangeClient : IWalkingClient
{
    private readonly ConcurrentQueue<long> _answers = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _walking;
    private volatile bool _connecting;

    public StackExchangeClient(int port, string key) => _walking = Task.Run(() => WalkAsync(port, $"{key}:stackexchange"));

    public string Name => "StackExchange.Redis";

    public ClientWalk Walk => new(Ready: true, _connecting, [.. _answers], [.. _errors]);

    /// <summary>Lets it connect.</summary>
    public void Open() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _walking;
        _stop.Dispose();
    }

    private async Task WalkAsync(int port, string key)
    {
        try
        {
            await _gate.Task.WaitAsync(_stop.Token);
            _connecting = true;
            await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
            var database = connection.GetDatabase();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    _answers.Enqueue(await database.StringIncrementAsync(key));
                }
                catch (RedisException exception)
                {
                    _errors.Enqueue($"error {exception.Message}");
                }
                catch (TimeoutException exception)
                {
                    _errors.Enqueue($"error timeout: {exception.Message}");
                }

                await pace.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (RedisConnectionException exception)
        {
            _errors.Enqueue($"error connecting: {exception.Message}");
        }
    }
}
