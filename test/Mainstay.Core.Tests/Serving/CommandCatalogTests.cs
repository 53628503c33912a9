using System.Text;
using Mainstay.Core.Serving;
using static Mainstay.Core.Serving.ServerCommandFlags;

namespace Mainstay.Core.Tests.Serving;

public sealed class CommandCatalogTests
{
    [Fact]
    public void Without_a_word_of_server_or_configuration_it_is_the_table()
    {
        Assert.Equal(CommandTable.All, CommandCatalog.Default.All);
        Assert.Same(CommandSpec.Unknown, Find(CommandCatalog.Default, "NOSUCH x"));
        Assert.Equal("SORT", Find(CommandCatalog.Default, "sort k").Name);
        Assert.True(Find(CommandCatalog.Default, "sort k").Repeatable);
        Assert.False(Find(CommandCatalog.Default, "sort k STORE d").Repeatable);
    }

    [Theory]
    [InlineData(Write, false, true, true, false)]
    [InlineData(ReadOnly, true, false, true, false)]
    [InlineData(ReadOnly | Write, false, true, true, false)]
    [InlineData(ReadOnly | MayReplicate, false, true, true, false)]
    [InlineData(MayReplicate, false, true, true, false)]
    [InlineData(None, false, false, false, false)]
    [InlineData(PubSub, false, false, false, false)]
    [InlineData(Write | Blocking, false, true, false, true)]
    [InlineData(ReadOnly | Blocking, true, false, false, true)]
    [InlineData(Module | Write, false, true, false, false)]
    [InlineData(Module | ReadOnly, true, false, false, false)]
    [InlineData(Module, false, false, false, false)]
    public void What_only_the_server_knows_is_what_its_flags_say(ServerCommandFlags flags, bool repeatable, bool needsPrimary, bool sharable, bool blocks)
    {
        var spec = Find(CommandCatalog.Of([], [], [new("json.new", flags, [])]), "JSON.new k");
        Assert.Equal("JSON.NEW", spec.Name);
        Assert.Equal((repeatable, needsPrimary, sharable, blocks), (spec.Repeatable, spec.NeedsPrimary, spec.IsSharable, spec.Blocks));
        Assert.Equal(CommandAction.None, spec.Action);
    }

    [Fact]
    public void What_we_know_is_not_changed_by_what_a_server_says()
    {
        var catalog = CommandCatalog.Of([], [], [new("get", Write, []), new("multi", ReadOnly, []), new("cluster", ReadOnly, [new("cluster|info", ReadOnly, [])]), new("set", Write, [new("set|k", ReadOnly, [])])]);
        Assert.True(Find(catalog, "GET k").Repeatable);
        Assert.Equal(CommandAction.Multi, Find(catalog, "MULTI").Action);
        Assert.True(IsDenied(Find(catalog, "CLUSTER INFO")));
        Assert.Equal("SET", Find(catalog, "SET k v").Name);
    }

    [Fact]
    public void Subcommands_that_only_the_server_knows_are_found_and_their_containers_stay()
    {
        var catalog = CommandCatalog.Of([], [],
        [
            new("client", None, [new("client|new", ReadOnly, [])]), new("ft.config", Module, [new("ft.config|set", Module | Write, [])]), new("xinfo", ReadOnly, []),
        ]);
        Assert.True(Find(catalog, "CLIENT NEW").Repeatable);
        Assert.Equal(CommandAction.ClientReply, Find(catalog, "CLIENT REPLY ON").Action);
        Assert.Same(CommandSpec.Unknown, Find(catalog, "CLIENT OTHER"));
        Assert.Same(CommandSpec.Unknown, Find(catalog, "XINFO OTHER"));
        Assert.True(Find(catalog, "FT.CONFIG SET a b").NeedsPrimary);
        Assert.Equal("FT.CONFIG", Find(catalog, "FT.CONFIG GET a").Name);
    }

    [Fact]
    public void What_is_denied_names_the_configuration_and_does_nothing_else()
    {
        var catalog = CommandCatalog.Of(["KEYS", "CONFIG GET", "SORT", "MULTI"], [], []);
        foreach (var command in (string[])["keys *", "config get x", "SORT k", "MULTI"])
        {
            var spec = Find(catalog, command);
            Assert.Equal((CommandTraits.Denied, CommandAction.None, false), (spec.Traits, spec.Action, spec.IsSharable));
            Assert.Contains("configuration of the group", Replies.Denied(spec), StringComparison.Ordinal);
            Assert.Contains("use", spec.Advice, StringComparison.Ordinal);
        }

        Assert.False(IsDenied(Find(catalog, "CONFIG RESETSTAT")));
        Assert.False(IsDenied(Find(catalog, "GET k")));
    }

    [Fact]
    public void A_denied_container_is_denied_with_all_that_it_contains_but_what_is_allowed()
    {
        var catalog = CommandCatalog.Of(["CONFIG", "FT.CONFIG"], ["CONFIG GET"], [new("ft.config", Module, [new("ft.config|set", Module, [])])]);
        foreach (var command in (string[])["CONFIG", "CONFIG SET a b", "CONFIG RESETSTAT", "CONFIG NOSUCH", "FT.CONFIG", "FT.CONFIG SET a b"]) Assert.True(IsDenied(Find(catalog, command)), command);
        Assert.Equal(CommandTraits.Asks, Find(catalog, "CONFIG GET x").Traits);
    }

    [Fact]
    public void A_command_that_is_allowed_goes_through_and_nobody_vouches_for_it()
    {
        var catalog = CommandCatalog.Of([], ["DEBUG", "CONFIG SET", "MODULE", "CLUSTER INFO", "MIGRATE", "CLIENT KILL"], [new("migrate", Write, []), new("cluster", None, [new("cluster|info", ReadOnly, [])])]);
        foreach (var command in (string[])["DEBUG SLEEP 0", "CONFIG SET a b", "MODULE LOAD x", "MODULE UNLOAD x", "CLUSTER INFO", "MIGRATE h 1 k 0 9", "CLIENT KILL ID 7"])
        {
            var spec = Find(catalog, command);
            Assert.False(IsDenied(spec), command);
            Assert.Equal((CommandAction.None, false, false), (spec.Action, spec.IsSharable, spec.Repeatable));
        }

        Assert.True(Find(catalog, "MIGRATE h 1 k 0 9").NeedsPrimary);
        Assert.Equal(CommandTraits.Asks, Find(catalog, "MODULE LIST").Traits);
        foreach (var command in (string[])["CONFIG REWRITE", "CLUSTER RESET", "CLUSTER", "SHUTDOWN"]) Assert.True(IsDenied(Find(catalog, command)), command);
    }

    [Fact]
    public void What_is_both_denied_and_allowed_is_denied_and_the_narrower_word_counts()
    {
        var catalog = CommandCatalog.Of(["DEBUG", "CLUSTER RESET"], ["DEBUG", "CLUSTER"], []);
        Assert.True(IsDenied(Find(catalog, "DEBUG SLEEP 0")));
        Assert.True(IsDenied(Find(catalog, "CLUSTER RESET")));
        Assert.False(IsDenied(Find(catalog, "CLUSTER INFO")));
    }

    [Fact]
    public void Allowing_what_is_not_denied_changes_nothing() =>
        Assert.Equal(CommandTable.All, CommandCatalog.Of([], ["GET", "NOSUCH", "CONFIG GET"], []).All);

    [Fact]
    public void As_many_commands_as_are_read_from_a_server_are_all_found()
    {
        var catalog = CommandCatalog.Of([], [], Enumerable.Range(0, 10_000).Select(i => new ServerCommand($"m{i % 3}.{i}", ReadOnly, [])));
        for (var i = 0; i < 10_000; i++) Assert.Equal($"M{i % 3}.{i}", Find(catalog, $"m{i % 3}.{i} k").Name);
        Assert.Same(CommandSpec.Unknown, Find(catalog, "m0.10000"));
    }

    private static bool IsDenied(CommandSpec spec) => (spec.Traits & CommandTraits.Denied) != 0;

    private static CommandSpec Find(CommandCatalog catalog, string command)
    {
        var ranges = new List<(int, int)>();
        var start = 0;
        foreach (var word in command.Split(' '))
        {
            ranges.Add((start, word.Length));
            start += word.Length + 1;
        }

        return catalog.Find(new CommandArguments(Encoding.ASCII.GetBytes(command), ranges.ToArray()));
    }
}
