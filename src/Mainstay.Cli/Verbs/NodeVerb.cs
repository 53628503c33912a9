using System.CommandLine;

namespace Mainstay.Cli.Verbs;

/// <summary><c>node add|remove GROUP NODE</c>: who belongs to a running group.</summary>
internal static class NodeVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("node", "Change the nodes of a running group. Clients see no error.") { NodeAddVerb.Create(terminal), NodeRemoveVerb.Create(terminal) };
        ExamplesHelp.Give(command, terminal, "node add main main-004", "node remove main main-001");
        return command;
    }
}
