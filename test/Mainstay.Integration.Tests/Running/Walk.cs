using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Running;

/// <summary>Steps that many tests take on a running group.</summary>
internal static class Walk
{
    /// <summary>Writes through the primary endpoint and awaits that every node of the group has it.</summary>
    public static async Task WriteEverywhereAsync(this UpProcess up, string key, string value)
    {
        await up.WriteAsync(key, value);
        foreach (var node in (await up.GroupAsync()).Nodes)
            await Eventually.GetAsync(() => RespClient.AskAsync(node.Port, "GET", key), reply => reply.Text == value, Deadline.InSeconds(5), $"{node.Name} has {key}");
    }

    public static async Task WriteAsync(this UpProcess up, string key, string value) =>
        Assert.Equal("OK", (await RespClient.AskAsync(up.Ports.Primary, "SET", key, value)).Text);

    public static async Task<string?> ReadAsync(this UpProcess up, string key) => (await RespClient.AskAsync(up.Ports.Primary, "GET", key)).Value;
}
