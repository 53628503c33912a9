using Mainstay.Core.Serving;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>What endpoints take commands for, against what the server itself says of each (<c>COMMAND</c>).</summary>
public sealed class ServerCommandTests
{
    /// <summary>Where we know it otherwise, and why.</summary>
    private static readonly Dictionary<string, string> _exceptions = new()
    {
        ["WAIT"] = "the server does not flag it as blocking, and yet keeps its reply back",
    };

    [Fact]
    public async Task Every_command_of_the_server_is_known_for_what_it_is()
    {
        await using var server = await RedisServer.StartAsync();
        var listed = (await RespClient.AskAsync(server.Port, "COMMAND")).Items!;
        var known = CommandTable.All.ToDictionary(spec => spec.Name);
        var wrong = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var judged = 0;
        foreach (var command in listed) Judge(command);
        Assert.True(judged > 300, $"only {judged} commands were told");
        Assert.Equal(_exceptions.Keys.Order(StringComparer.Ordinal), wrong.Keys.Where(_exceptions.ContainsKey));
        Assert.Equal([], wrong.Where(command => !_exceptions.ContainsKey(command.Key)).Select(command => $"{command.Key}: {command.Value}"));

        void Judge(RespReply command)
        {
            judged++;
            var name = command.Items![0].Text!.ToUpperInvariant().Replace('|', ' ');
            var flags = command.Items[2].Items!.Select(flag => flag.Text!).ToHashSet();
            var subcommands = command.Items[9].Items!;
            if (known.GetValueOrDefault(name) is not { } spec)
            {
                if (subcommands.Count == 0) wrong[name] = "not known";
                foreach (var subcommand in subcommands) Judge(subcommand);
                return;
            }

            if ((spec.Traits & CommandTraits.Denied) == 0 && Differences(spec, flags) is { Count: > 0 } differences) wrong[name] = string.Join(", ", differences);
            if (subcommands.Count > 0) judged += subcommands.Count;
        }
    }

    private static List<string> Differences(CommandSpec spec, HashSet<string> flags)
    {
        var differences = new List<string>();
        Compare("write", CommandTraits.Write);
        Compare("readonly", CommandTraits.Read);
        Compare("blocking", CommandTraits.Blocking);

        // That a command may replicate without being a write (PUBLISH, EVAL) is not among the flags that the server tells.
        if (flags.Contains("pubsub") && spec.Action is not (>= CommandAction.Subscribe and <= CommandAction.ShardUnsubscribe) && (spec.Traits & (CommandTraits.Replicates | CommandTraits.Asks)) == 0)
            differences.Add("publishes or subscribes");
        if (spec.Repeatable && flags.Contains("write")) differences.Add("a write is repeatable");
        return differences;

        void Compare(string flag, CommandTraits trait)
        {
            if (flags.Contains(flag) != ((spec.Traits & trait) != 0)) differences.Add($"{flag}: {flags.Contains(flag)}");
        }
    }
}
