using System.Text;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Crowding;

/// <summary>Connections that ask for large values again and again and read nothing.</summary>
/// <param name="count">How many.</param>
public sealed class SlowReaders(int count) : ICrowd
{
    private const int Asked = 100;
    private const string Key = "slow:large";
    private readonly CrowdSockets _sockets = new();

    public string Name => $"{count} connections that ask for 1 MiB {Asked} times and read nothing";

    public async Task PrepareAsync(int port)
    {
        if ((await RespClient.AskAsync(port, "SET", Key, new string('x', 1 << 20))).Text != "OK") throw new InvalidOperationException($"{Key} cannot be written");
    }

    public Task PressAsync(int port, CancellationToken stop) =>
        _sockets.ConnectAsync(port, count, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"*2\r\n$3\r\nGET\r\n${Key.Length}\r\n{Key}\r\n", Asked))), stop);

    public void Dispose() => _sockets.Dispose();
}
