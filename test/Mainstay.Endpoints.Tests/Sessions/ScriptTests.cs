using System.Globalization;
using System.Text;
using Mainstay.Endpoints.Scripts;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Resp;

namespace Mainstay.Endpoints.Tests.Sessions;

/// <summary>Scripts are not replicated: what a client loaded must be where its next EVALSHA goes.</summary>
public sealed class ScriptTests
{
    private const string Count = "INCR n";
    private const string Look = "GET n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly string _count = Hash(Count);
    private static readonly string _look = Hash(Look);

    [Theory]
    [InlineData("SCRIPT", "LOAD", Count)]
    [InlineData("EVAL", Count, "0")]
    [InlineData("script", "load", Count)]
    public async Task A_known_script_is_loaded_once_on_the_next_primary_before_it_is_called(params string[] known)
    {
        await using var group = await FakeGroup.StartAsync();
        var next = group.Nodes[1];
        using var client = await group.ConnectAsync();
        await client.CallAsync(known);
        var before = Numbered(group);
        await group.SwitchAsync(group.Nodes[0], next);
        Assert.Equal(before + 1, (await client.CallAsync("EVALSHA", _count, "0")).Number);
        Assert.Equal(before + 2, (await client.CallAsync("EVALSHA", _count.ToUpperInvariant(), "0")).Number);
        Assert.Equal([$"SCRIPT LOAD {Count}", $"EVALSHA {_count} 0", $"EVALSHA {_count.ToUpperInvariant()} 0"], next.Heard);
        Assert.Equal(1, group.Primary.Figures.ScriptsLoaded);
    }

    [Fact]
    public async Task What_one_client_loaded_another_may_call_after_the_change()
    {
        await using var group = await FakeGroup.StartAsync();
        using var one = await group.ConnectAsync();
        using var other = await group.ConnectAsync();
        await one.CallAsync("SCRIPT", "LOAD", Count);
        group.Nodes[0].Kill();
        await group.FenceAsync(2, TimeSpan.Zero);
        group.Nodes[1].Promote();
        group.Publish(2, group.Nodes[1]);
        Assert.Equal(1, (await other.CallAsync("EVALSHA", _count, "0")).Number);
        Assert.Equal(2, (await one.CallAsync("EVALSHA", _count, "0")).Number);
        Assert.Equal(1, group.Primary.Figures.ScriptsLoaded);
    }

    [Fact]
    public async Task A_pipeline_keeps_its_order_on_the_next_primary()
    {
        await using var group = await FakeGroup.StartAsync();
        var next = group.Nodes[1];
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await client.CallAsync("SCRIPT", "LOAD", Look);
        await group.SwitchAsync(group.Nodes[0], next);
        await Inline(client, "SET n 5", $"EVALSHA {_count} 0", $"EVALSHA {_look} 0", "INCR n", $"EVALSHA {Hash("unheard of")} 0", $"EVALSHA {_count} 0", "GET n");
        Assert.Equal(["OK", "6", "6", "7", "NOSCRIPT", "8", "8"], await Read(client, 7));
        Assert.Equal([1, 1], new[] { Count, Look }.Select(script => next.Heard.Count(heard => heard == $"SCRIPT LOAD {script}")));
    }

    [Fact]
    public async Task A_script_that_vanished_from_its_node_is_loaded_and_called_again_in_its_place()
    {
        await using var group = await FakeGroup.StartAsync();
        var node = group.Nodes[0];
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await client.CallAsync("EVALSHA", _count, "0");
        node.Scripts.Clear();
        Assert.Equal("2", (await client.CallAsync("EVALSHA", _count, "0")).Text);
        node.Scripts.Clear();
        await Inline(client, "GET n", $"EVALSHA {_count} 0", "GET n", "PING", $"EVALSHA {_count} 0", "GET n");
        Assert.Equal(["2", "3", "3", "PONG", "4", "4"], await Read(client, 6));
        await Inline(client, $"EVALSHA {_count} 0", "INCR n");
        Assert.Equal(["5", "6"], await Read(client, 2));
    }

    [Fact]
    public async Task A_write_that_was_sent_behind_it_is_not_overtaken()
    {
        await using var group = await FakeGroup.StartAsync();
        var node = group.Nodes[0];
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        node.Scripts.Clear();
        await Inline(client, $"EVALSHA {_count} 0", "SET n 10", "GET n");
        Assert.Equal(["NOSCRIPT", "OK", "10"], await Read(client, 3));
        Assert.Equal("11", (await client.CallAsync("EVALSHA", _count, "0")).Text);
    }

    [Fact]
    public async Task Another_script_that_ran_behind_it_settles_what_waits()
    {
        await using var group = await FakeGroup.StartAsync();
        var node = group.Nodes[0];
        var twice = "SET n twice";
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await client.CallAsync("SCRIPT", "LOAD", twice);
        node.Scripts.TryRemove(_count, out _);
        await client.CallAsync("SET", "n", "once");
        await Inline(client, $"EVALSHA {_count} 0", "GET n", $"EVALSHA {Hash(twice)} 0", "GET n");
        Assert.Equal(["NOSCRIPT", "once", "OK", "twice"], await Read(client, 4));
    }

    [Fact]
    public async Task Whoever_flushes_scripts_wants_them_forgotten()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await Inline(client, "SCRIPT FLUSH", $"EVALSHA {_count} 0");
        Assert.Equal(["OK", "NOSCRIPT"], await Read(client, 2));
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal("NOSCRIPT", (await client.CallAsync("EVALSHA", _count, "0")).ErrorWord);
        Assert.Equal(0, group.Primary.Figures.ScriptsLoaded);
    }

    [Fact]
    public async Task Whoever_may_not_load_scripts_sees_that_it_is_missing()
    {
        await using var group = await FakeGroup.StartAsync();
        var next = group.Nodes[1];
        next.Instead = arguments => arguments[0] == "SCRIPT" ? "-NOPERM this user has no permissions to run the 'script|load' command\r\n" : null;
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await group.SwitchAsync(group.Nodes[0], next);
        Assert.Equal("NOSCRIPT", (await client.CallAsync("EVALSHA", _count, "0")).ErrorWord);
        Assert.Equal("NOSCRIPT", (await client.CallAsync("EVALSHA", _count, "0")).ErrorWord);
        Assert.Equal([$"SCRIPT LOAD {Count}", $"EVALSHA {_count} 0", $"EVALSHA {_count} 0"], next.Heard);
    }

    [Fact]
    public async Task In_a_transaction_it_is_missing_when_the_transaction_runs()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await Inline(client, "MULTI", $"EVALSHA {_count} 0", "SET k v", "EXEC");
        Assert.Equal(["OK", "QUEUED", "QUEUED"], await Read(client, 3));
        var executed = await client.ReadAsync(_patience);
        Assert.Equal(["NOSCRIPT", "OK"], executed.Items!.Select(Word));
        Assert.Equal("1", (await client.CallAsync("EVALSHA", _count, "0")).Text);
    }

    [Fact]
    public async Task A_script_whose_answer_is_lost_is_not_run_again()
    {
        await using var group = await FakeGroup.StartAsync(nodes: 3);
        var (middle, last) = (group.Nodes[1], group.Nodes[2]);
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        middle.Instead = arguments => arguments[0] == "EVALSHA" ? "" : null;
        await group.SwitchAsync(group.Nodes[0], middle);
        await client.SendAsync("EVALSHA", _count, "0");
        await FakeGroup.HeardAsync(middle, $"EVALSHA {_count} 0");
        middle.Kill();
        await group.FenceAsync(3, TimeSpan.Zero);
        last.Promote();
        group.Publish(3, last);
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
        Assert.Equal("1", (await client.CallAsync("EVALSHA", _count, "0")).Text);
        Assert.Equal([$"SCRIPT LOAD {Count}", $"EVALSHA {_count} 0"], last.Heard);
    }

    [Fact]
    public async Task A_load_whose_answer_is_lost_is_done_where_the_script_is_called()
    {
        await using var group = await FakeGroup.StartAsync(nodes: 3);
        var (middle, last) = (group.Nodes[1], group.Nodes[2]);
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Look);
        group.Nodes[0].Data.Set(0, "n", "4");
        middle.Instead = arguments => arguments[0] == "SCRIPT" ? "" : null;
        await group.SwitchAsync(group.Nodes[0], middle);
        await client.SendAsync("EVALSHA_RO", _look, "0");
        await FakeGroup.HeardAsync(middle, $"SCRIPT LOAD {Look}");
        middle.Kill();
        await group.FenceAsync(3, TimeSpan.Zero);
        last.Promote();
        group.Publish(3, last);
        Assert.Equal("4", (await client.ReadAsync(_patience)).Text);
        Assert.Equal([$"SCRIPT LOAD {Look}", $"EVALSHA_RO {_look} 0"], last.Heard);
    }

    [Fact]
    public async Task A_client_that_wants_no_replies_gets_none_for_a_load()
    {
        await using var group = await FakeGroup.StartAsync();
        var next = group.Nodes[1];
        using var client = await group.ConnectAsync();
        await client.CallAsync("SCRIPT", "LOAD", Count);
        await client.SendAsync("CLIENT", "REPLY", "OFF");
        await FakeGroup.HeardAsync(group.Nodes[0], "CLIENT REPLY OFF");
        await group.SwitchAsync(group.Nodes[0], next);
        await client.SendAsync("EVALSHA", _count, "0");
        await FakeGroup.HeardAsync(next, $"EVALSHA {_count} 0");
        Assert.DoesNotContain($"SCRIPT LOAD {Count}", next.Heard);
    }

    [Fact]
    public async Task A_script_that_only_reads_is_loaded_on_a_replica()
    {
        await using var group = await FakeGroup.StartAsync();
        using var writer = await group.ConnectAsync();
        using var reader = await group.ConnectAsync(toReader: true);
        await writer.CallAsync("SCRIPT", "LOAD", Look);
        await writer.CallAsync("SET", "n", "3");
        Assert.Equal("3", (await reader.CallAsync("EVALSHA_RO", _look, "0")).Text);
        Assert.Equal([$"SCRIPT LOAD {Look}", $"EVALSHA_RO {_look} 0"], group.Nodes[1].Heard);
    }

    private static long Numbered(FakeGroup group) => long.Parse(group.Nodes[0].Data.Get(0, "n") ?? "0", CultureInfo.InvariantCulture);

    private static string Hash(string script) => ScriptHash.Of(Encoding.ASCII.GetBytes(script)).ToString();

    private static Task Inline(RespClient client, params string[] commands) => client.SendBytesAsync(Encoding.ASCII.GetBytes(string.Concat(commands.Select(command => command + "\r\n"))));

    private static async Task<List<string?>> Read(RespClient client, int count)
    {
        var words = new List<string?>();
        for (var i = 0; i < count; i++) words.Add(Word(await client.ReadAsync(_patience)));
        return words;
    }

    private static string? Word(RespReply reply) => reply.ErrorWord ?? reply.Text;
}
