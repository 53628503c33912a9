namespace Mainstay.Integration.Tests.Corpus;

/// <summary>Cases made of what the server tells of a command: too few words and too many, and every option that it documents on a key of every type.</summary>
internal static class GeneratedCases
{
    /// <summary>Commands that are only called with a wrong number of words here; <c>examples</c> calls them as they may be called.</summary>
    private static readonly Dictionary<string, string> _onlyWrong = new()
    {
        ["SHUTDOWN"] = "ends the server",
        ["SYNC"] = "makes the connection a replica's",
        ["PSYNC"] = "makes the connection a replica's",
        ["REPLICAOF"] = "makes the server a replica",
        ["SLAVEOF"] = "makes the server a replica",
        ["REPLCONF"] = "makes the connection a replica's",
        ["MIGRATE"] = "looks for another server by its name",
        ["DEBUG"] = "may end the server",
        ["SCRIPT DEBUG"] = "turns the connection into a debugger's",
        ["MONITOR"] = "goes on when the case is over",
        ["CLIENT REPLY"] = "takes the answers from whoever waits for them",
        ["CLIENT KILL"] = "ends connections of the test",
        ["CLIENT PAUSE"] = "stops the connections of the test",
        ["ACL SETUSER"] = "makes a user that is there in later cases, directly and not through the endpoint",
        ["PFSELFTEST"] = "computes for a while, and its example does",
        ["BGSAVE"] = "its answer depends on whether a child runs already",
        ["BGREWRITEAOF"] = "its answer depends on whether a child runs already",
    };

    public static IEnumerable<CorpusCase> For(IEnumerable<CommandDoc> commands) => commands.SelectMany(For);

    private static IEnumerable<CorpusCase> For(CommandDoc command)
    {
        // 1. Wrong numbers of words, and as many as there may be without a meaning.
        var least = Math.Abs(command.Arity);
        var harmless = !_onlyWrong.ContainsKey(command.Name);
        List<string[]> wrong = [];
        for (var words = command.Words.Length; words < least; words++) wrong.Add(Filled(command, words));
        if (command.Arity > 0) wrong.AddRange([Filled(command, least + 1), Filled(command, least + 7)]);
        else if (harmless && !command.Container) wrong.AddRange([Filled(command, least + 1), Filled(command, least + 2), Filled(command, least + 7)]);
        if (command.Container) wrong.AddRange([Filled(command, 2), Filled(command, 5)]);
        if (harmless && !command.Container) wrong.Add(Filled(command, least));
        foreach (var one in Apart($"generated {command.Name}, number of words", wrong)) yield return one;
        if (!harmless || command.Container) yield break;

        // 2. Every documented way, on each type of key.
        var ways = DocArgument.Sequence(command.Arguments).Select(way => Steady([.. command.Words, .. way])).ToList();
        if (ways.Count == 1 && ways[0].Length == command.Words.Length && least > command.Words.Length) yield break;
        var keyed = ways.Any(way => way.Contains(DocArgument.Key));
        foreach (var key in keyed ? Dataset.KeyOfEachType : ["x"])
            foreach (var one in Apart($"generated {command.Name}{(keyed ? $" on {key}" : "")}", [.. ways.Select(way => way.Select(word => word == DocArgument.Key ? key : word).ToArray())]))
                yield return one;
    }

    /// <summary>
    /// Whether the same time from now is later than the one before is a matter of whether a millisecond turned in between: with GT it is ten times as
    /// far away.
    /// </summary>
    private static string[] Steady(string[] words) => words is ["EXPIRE" or "PEXPIRE", var key, var time, "GT"] ? [words[0], key, time + "0", "GT"] : words;

    private static string[] Filled(CommandDoc command, int words) => [.. command.Words, .. Enumerable.Repeat("x", Math.Max(0, words - command.Words.Length))];

    /// <summary>What differs by design is a case of its own, so that the rest is compared.</summary>
    private static IEnumerable<CorpusCase> Apart(string origin, IReadOnlyCollection<string[]> requests)
    {
        var steps = requests.Select(words => new CorpusStep(1, words)).ToList();
        foreach (var group in steps.GroupBy(step => DesignedDifference.Of(step)?.Command))
            yield return new CorpusCase(origin, [.. group]);
    }
}
