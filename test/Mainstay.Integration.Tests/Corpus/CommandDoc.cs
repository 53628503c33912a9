using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>A command or subcommand as the server tells of it.</summary>
/// <param name="Name">Its words in capitals: <c>CONFIG GET</c>.</param>
/// <param name="Arity">How many words it has with its name; negative: at least as many.</param>
/// <param name="Arguments">In their order; empty where the server tells none.</param>
/// <param name="Container">Whether it has subcommands and does nothing itself.</param>
internal sealed record CommandDoc(string Name, int Arity, IReadOnlyList<DocArgument> Arguments, bool Container)
{
    public string[] Words => Name.Split(' ');

    /// <summary>Every command and subcommand that the server has.</summary>
    public static async Task<IReadOnlyList<CommandDoc>> AllAsync(int port)
    {
        var docs = new Dictionary<string, IReadOnlyList<DocArgument>>();
        Collect(await RespClient.AskAsync(port, "COMMAND", "DOCS"));
        var commands = new List<CommandDoc>();
        foreach (var command in (await RespClient.AskAsync(port, "COMMAND")).Items!) Add(command);
        return commands;

        void Collect(RespReply named)
        {
            for (var i = 0; i + 1 < named.Items!.Count; i += 2)
            {
                var doc = named.Items[i + 1];
                docs[named.Items[i].Text!] = DocArgument.ListOf(doc);
                if (DocArgument.Field(doc, "subcommands") is { } subcommands) Collect(subcommands);
            }
        }

        void Add(RespReply command)
        {
            var name = command.Items![0].Text!;
            var subcommands = command.Items[9].Items!;
            commands.Add(new CommandDoc(name.ToUpperInvariant().Replace('|', ' '), (int)command.Items[1].Number, docs.GetValueOrDefault(name) ?? [], subcommands.Count > 0));
            foreach (var subcommand in subcommands) Add(subcommand);
        }
    }
}
