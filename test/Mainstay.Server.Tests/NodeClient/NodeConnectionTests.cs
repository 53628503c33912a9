using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Servers;

namespace Mainstay.Server.Tests.NodeClient;

public class NodeConnectionTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private static readonly NodeDialer Nobody = new(_ => null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_come_in_the_order_of_the_requests_and_errors_are_values()
    {
        await using var server = await RedisServer.StartAsync();
        var (connection, first) = await Nobody.OpenAsync(Node(server.Port), [NodeQuestions.Ping], Long, Token);
        using var opened = connection;
        Assert.Equal("PONG", Assert.Single(first).Text);

        var big = new string('x', 300_000);
        var replies = await connection.ExchangeAsync(
            [RespWriter.Command("SET", "k", big), RespWriter.Command("NOSUCH"), RespWriter.Command("GET", "k"), RespWriter.Command("INCR", "n")], Long, Token);
        Assert.Equal("OK", replies[0].Text);
        Assert.True(replies[1].IsError);
        Assert.Equal(big, replies[2].Text);
        Assert.Equal(1, replies[3].Number);
        var refused = await Assert.ThrowsAsync<NodeException>(() => connection.AskAsync(RespWriter.Command("INCR", "k"), Long, Token));
        Assert.Equal(NodeFault.ServerError, refused.Fault);
        Assert.StartsWith("ERR value is not an integer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_read_from_a_real_server()
    {
        await using var server = await RedisServer.StartAsync(0, "--min-replicas-to-write", "2");
        var (connection, replies) = await Nobody.OpenAsync(Node(server.Port), NodeQuestions.Report, Long, Token);
        connection.Dispose();
        var report = NodeQuestions.ReadReport(replies);
        Assert.Equal(server.ProcessId, report.ProcessId);
        Assert.Equal(NodeRole.Primary, report.Role);
        Assert.Equal(2, report.MinReplicasToWrite);
    }

    [Fact]
    public async Task It_logs_in_and_never_tells_the_password()
    {
        await using var server = await RedisServer.StartAsync(0, "--user", "mainstay", "on", ">right-one", "~*", "&*", "+@all");
        var (connection, replies) = await new NodeDialer(_ => new NodeLogin("mainstay", "right-one")).OpenAsync(Node(server.Port), [RespWriter.Command("ACL", "WHOAMI")], Long, Token);
        connection.Dispose();
        Assert.Equal("mainstay", replies[0].Text);

        var login = new NodeLogin("mainstay", "wrong-one");
        var refused = await Assert.ThrowsAsync<NodeException>(() => new NodeDialer(_ => login).OpenAsync(Node(server.Port), [NodeQuestions.Ping], Long, Token));
        Assert.Equal(NodeFault.ServerError, refused.Fault);
        Assert.StartsWith("WRONGPASS", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", login.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unix_socket_is_taken_where_there_is_one_and_the_port_where_it_is_dead()
    {
        using var folder = TempFolder.Create();
        var path = folder.Combine("n.sock");
        await using var server = await RedisServer.StartAsync(0, "--unixsocket", path);
        var node = Node(server.Port) with { UnixSocket = path };
        Assert.Contains(path, await AddressAsync(node), StringComparison.Ordinal);

        File.Delete(path);
        Assert.Contains("127.0.0.1", await AddressAsync(node), StringComparison.Ordinal);

        // A socket file that nobody listens on any more, as a killed server leaves it.
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) dead.Bind(new UnixDomainSocketEndPoint(path + "2"));
        await File.WriteAllTextAsync(path + "3", "", Token);
        foreach (var left in new[] { path + "2", path + "3" }.Where(File.Exists))
            Assert.Contains("127.0.0.1", await AddressAsync(node with { UnixSocket = left }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_refused()
    {
        var refused = await Assert.ThrowsAsync<NodeException>(() => Nobody.OpenAsync(Node(FreePorts.One()), [NodeQuestions.Ping], Long, Token));
        Assert.Equal(NodeFault.Refused, refused.Fault);
    }

    [Fact]
    public async Task Silence_ends_at_the_limit()
    {
        await using var server = new LoopbackServer((_, token) => LoopbackServer.SilentAsync(token));
        var began = TimeProvider.System.GetTimestamp();
        var silent = await Assert.ThrowsAsync<NodeException>(() => Nobody.OpenAsync(server.Node, [NodeQuestions.Ping], TimeSpan.FromMilliseconds(200), Token));
        Assert.Equal(NodeFault.TimedOut, silent.Fault);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds, 190, 2000);
    }

    [Fact]
    public async Task A_stopped_server_is_connected_to_and_silent()
    {
        await using var server = await RedisServer.StartAsync();
        server.Send(Signal.Stop);
        var silent = await Assert.ThrowsAsync<NodeException>(() => Nobody.OpenAsync(Node(server.Port), [NodeQuestions.Ping], TimeSpan.FromMilliseconds(200), Token));
        Assert.Equal(NodeFault.TimedOut, silent.Fault);
    }

    [Theory]
    [InlineData("+PONG\r", nameof(NodeFault.Reset))]
    [InlineData("$5\r\nab", nameof(NodeFault.Reset))]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", nameof(NodeFault.Protocol))]
    [InlineData("$99999999999\r\n", nameof(NodeFault.Protocol))]
    public async Task What_is_no_whole_reply_is_told_apart(string bytes, string expected)
    {
        await using var server = new LoopbackServer(async (stream, token) =>
        {
            await stream.ReadExactlyAsync(new byte[NodeQuestions.Ping.Length], token);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(bytes), token);
        });
        var broken = await Assert.ThrowsAsync<NodeException>(() => Nobody.OpenAsync(server.Node, [NodeQuestions.Ping], Long, Token));
        Assert.Equal(expected, broken.Fault.ToString());
    }

    [Fact]
    public async Task Cancellation_is_no_fault_of_the_node()
    {
        await using var server = new LoopbackServer((_, token) => LoopbackServer.SilentAsync(token));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opening = Nobody.OpenAsync(server.Node, [NodeQuestions.Ping], Long, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task A_script_that_runs_long_is_busy_and_not_dead()
    {
        await using var server = await RedisServer.StartAsync(0, "--busy-reply-threshold", "100");
        using var looping = await TestKit.Resp.RespClient.ConnectAsync(server.Port);
        await looping.SendAsync("EVAL", "while true do end", "0");
        var busy = await TestKit.Waiting.Eventually.GetAsync(
            async () =>
            {
                try
                {
                    var (connection, replies) = await Nobody.OpenAsync(Node(server.Port), [NodeQuestions.Info], Long, Token);
                    connection.Dispose();
                    NodeQuestions.ReadInfo(replies[0]);
                    return null;
                }
                catch (NodeException e)
                {
                    return e;
                }
            },
            seen => seen is not null,
            TestKit.Waiting.Deadline.InSeconds(10),
            "the server says BUSY");
        Assert.True(busy!.Occupied, busy.Message);
    }

    private static async Task<string> AddressAsync(NodeSpec node)
    {
        var (connection, replies) = await Nobody.OpenAsync(node, [RespWriter.Command("CLIENT", "INFO")], Long, Token);
        connection.Dispose();
        return replies[0].Text;
    }

    private static NodeSpec Node(int port) => new() { Name = "main-001", Address = new NodeAddress("127.0.0.1", port) };
}
