namespace Mainstay.Server.Settings;

/// <summary>Something about a configuration file that is wrong, or that its owner should know.</summary>
/// <param name="Line">Line, from 1; 0 where no place can be named.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="IsWarning">It can be run all the same.</param>
/// <param name="Message">What is wrong. Never the value of a secret.</param>
/// <param name="Suggestion">What to write or do instead; null where there is nothing to say.</param>
public sealed record SettingsFault(int Line, int Column, bool IsWarning, string Message, string? Suggestion)
{
    /// <summary>One line, as compilers write them: <c>mainstay.yaml:3:5: error: …; …</c>.</summary>
    public string Describe(string file) =>
        $"{file}{(Line > 0 ? $":{Line}:{Column}" : "")}: {(IsWarning ? "warning" : "error")}: {Message}{(Suggestion is null ? "" : $"; {Suggestion}")}";
}
