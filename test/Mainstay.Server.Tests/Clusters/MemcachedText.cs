using System.Net.Sockets;
using System.Text;

namespace Mainstay.Server.Tests.Clusters;

/// <summary>One question to a memcached, as an application asks.</summary>
internal static class MemcachedText
{
    /// <summary>Sends a request and reads until the last line that an answer to it can have.</summary>
    public static async Task<string> AskAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request + "\r\n"), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(answer.ToString()))
        {
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0) break;
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    public static async Task SetAsync(int port, string key, string value) =>
        Assert.Equal("STORED\r\n", await AskAsync(port, $"set {key} 0 0 {value.Length}\r\n{value}"));

    public static async Task<bool> HasAsync(int port, string key) => (await AskAsync(port, $"get {key}")).StartsWith("VALUE", StringComparison.Ordinal);

    private static bool IsWhole(string answer) => answer.EndsWith("END\r\n", StringComparison.Ordinal) || (answer.EndsWith("\r\n", StringComparison.Ordinal) && !answer.StartsWith("VALUE", StringComparison.Ordinal) && !answer.StartsWith("STAT", StringComparison.Ordinal));
}
