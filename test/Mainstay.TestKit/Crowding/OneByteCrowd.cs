namespace Mainstay.TestKit.Crowding;

/// <summary>Connections that send one byte each and then nothing.</summary>
/// <param name="count">How many.</param>
public sealed class OneByteCrowd(int count) : ICrowd
{
    private readonly CrowdSockets _sockets = new();

    public string Name => $"{count} connections that send one byte";

    public Task PrepareAsync(int port) => Task.CompletedTask;

    public Task PressAsync(int port, CancellationToken stop) => _sockets.ConnectAsync(port, count, "*"u8.ToArray(), stop);

    public void Dispose() => _sockets.Dispose();
}
