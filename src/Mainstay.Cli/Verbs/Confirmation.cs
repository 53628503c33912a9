namespace Mainstay.Cli.Verbs;

/// <summary>Before something is done that cannot be undone: shows the plan and has the group's name typed.</summary>
internal static class Confirmation
{
    /// <summary>Returns when it may go on.</summary>
    /// <param name="terminal">Where the person is.</param>
    /// <param name="group">The name that is to be typed.</param>
    /// <param name="plan">What would be done, a step a line.</param>
    /// <param name="yes">The person said so beforehand: the plan is shown and nothing is asked.</param>
    /// <exception cref="VerbException">Another name was typed, or there is nobody to ask.</exception>
    public static void Ask(Terminal terminal, string group, IReadOnlyList<string> plan, bool yes)
    {
        terminal.Error.WriteLine("mainstay: this will");
        foreach (var step in plan) terminal.Error.WriteLine($"  - {step}");
        if (yes) return;
        if (terminal.Answers is null) throw new VerbException(ExitCode.Usage, "mainstay: nothing was done: there is no terminal to ask at; add --yes to go on without being asked");
        terminal.Error.Write($"type the name of the group ({group}) to go on: ");
        terminal.Error.Flush();
        var typed = terminal.Answers.ReadLine()?.Trim();
        if (typed != group) throw new VerbException(ExitCode.Usage, $"mainstay: nothing was done: '{typed}' is not '{group}'");
    }
}
