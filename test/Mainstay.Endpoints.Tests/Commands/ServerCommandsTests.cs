using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Commands;
using Mainstay.Protocol.Resp;
using Mainstay.TestKit.Servers;

namespace Mainstay.Endpoints.Tests.Commands;

public sealed class ServerCommandsTests
{
    [Fact]
    public void A_command_is_read_with_its_flags_and_subcommands()
    {
        var commands = Read("*2\r\n" + Entry("get", "*2\r\n+readonly\r\n+fast\r\n") + Entry("ft.config", "*1\r\n+module\r\n", "*1\r\n" + Entry("ft.config|set", "*2\r\n+module\r\n+write\r\n")));
        Assert.Equal(["get", "ft.config"], commands.Select(command => command.Name));
        Assert.Equal([ServerCommandFlags.ReadOnly, ServerCommandFlags.Module], commands.Select(command => command.Flags));
        Assert.Equal(("ft.config|set", ServerCommandFlags.Module | ServerCommandFlags.Write), commands[1].Subcommands.Select(command => (command.Name, command.Flags)).Single());
    }

    [Fact]
    public void Flags_may_be_a_set_and_all_that_matter_are_known() =>
        Assert.Equal((ServerCommandFlags)63, Read("*1\r\n" + Entry("x", "~7\r\n+write\r\n+readonly\r\n+may_replicate\r\n+blocking\r\n+pubsub\r\n+module\r\n+nosuchflag\r\n")).Single().Flags);

    [Theory]
    [InlineData("-NOPERM no\r\n")]
    [InlineData("$-1\r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*3\r\n*-1\r\n:1\r\n*2\r\n+get\r\n:1\r\n")]
    [InlineData("*1\r\n*3\r\n$0\r\n\r\n:1\r\n*0\r\n")]
    [InlineData("*1\r\n*3\r\n+a b\r\n:1\r\n*0\r\n")]
    [InlineData("*1\r\n*3\r\n+config|get\r\n:1\r\n*0\r\n")]
    [InlineData("*1\r\n*3\r\n*1\r\n+a\r\n:1\r\n*0\r\n")]
    public void What_makes_no_sense_is_left_out(string reply) => Assert.Empty(Read(reply));

    [Fact]
    public void A_subcommand_of_another_container_is_left_out() =>
        Assert.Empty(Read("*1\r\n" + Entry("a", "*0\r\n", "*2\r\n" + Entry("b|c", "*0\r\n") + Entry("a", "*0\r\n"))).Single().Subcommands);

    [Fact]
    public void Names_and_numbers_are_bounded()
    {
        var one = Entry(new string('x', ServerCommands.LongestName), "*0\r\n");
        Assert.Single(Read("*2\r\n" + one + Entry(new string('x', ServerCommands.LongestName + 1), "*0\r\n")));
        var many = string.Concat(Enumerable.Repeat(Entry("a", "*0\r\n", "*1\r\n" + Entry("a|b", "*0\r\n")), 6000));
        Assert.Equal(5000, Read("*6000\r\n" + many).Length);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_real_server_is_understood_in_both_protocols(int protocol)
    {
        await using var server = await RedisServer.StartAsync();
        var told = ServerCommands.Read(await AskAsync(server.Port, protocol));
        Assert.True(told.Length > 200, $"only {told.Length} commands");
        var config = told.Single(command => command.Name == "config");
        Assert.Contains(config.Subcommands, command => command.Name == "config|get");
        Assert.Equal(ServerCommandFlags.Write, told.Single(command => command.Name == "set").Flags);
        Assert.Equal(ServerCommandFlags.Write | ServerCommandFlags.Blocking, told.Single(command => command.Name == "blpop").Flags);

        // What we know ourselves stays as it is, for every command that it lists; and there is none that nobody knows.
        var catalog = CommandCatalog.Of([], [], told);
        var own = CommandTable.All.ToDictionary(spec => spec.Name);
        Assert.Equal([], catalog.All.Where(spec => own.TryGetValue(spec.Name, out var known) && known != spec).Select(spec => spec.Name));
        foreach (var name in told.SelectMany(command => command.Subcommands.IsEmpty ? [command.Name] : command.Subcommands.Select(subcommand => subcommand.Name)))
            Assert.NotSame(CommandSpec.Unknown, Find(catalog, name.Split('|')));
    }

    private static CommandSpec Find(CommandCatalog catalog, string[] words)
    {
        var frame = RespWriter.Command(words);
        var ranges = new (int Start, int Length)[2];
        var found = RespRequest.Locate(frame, ranges, out _);
        return catalog.Find(new CommandArguments(frame, ranges.AsSpan(0, found)), complete: false);
    }

    private static async Task<RespValue> AskAsync(int port, int protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await socket.SendAsync(RespWriter.Command("HELLO", protocol.ToString(CultureInfo.InvariantCulture)));
        await socket.SendAsync(RespWriter.Command("COMMAND"));
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var reader = new RespReplyReader();
        RespValue reply;
        for (var replies = 0; ;)
        {
            while (reader.TryRead(out reply))
                if (++replies == 2) return reply;
            reader.Advance(await socket.ReceiveAsync(reader.GetMemory(), giveUp.Token));
        }
    }

    private static System.Collections.Immutable.ImmutableArray<ServerCommand> Read(string reply) => ServerCommands.Read(RespReader.Read(Encoding.Latin1.GetBytes(reply)));

    private static string Entry(string name, string flags, string? subcommands = null) => subcommands is null
        ? $"*3\r\n${name.Length}\r\n{name}\r\n:-2\r\n{flags}"
        : $"*10\r\n${name.Length}\r\n{name}\r\n:-2\r\n{flags}:0\r\n:0\r\n:0\r\n*0\r\n*0\r\n*0\r\n{subcommands}";
}
