namespace Mainstay.Cli.Verbs.Completing;

/// <summary>What a shell is told so that it asks us for completions. The words themselves come from the verbs (<see cref="Suggestions"/>).</summary>
internal static class CompletionScripts
{
    /// <summary>The shells that have one.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script of one of <see cref="Shells"/>.</summary>
    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "no such shell"),
    };

    // COMP_LINE up to the cursor: what stands behind it must not count. Where we have no word, file names are offered.
    private const string Bash = """
        # mainstay: completion for bash. Load it now:      source <(mainstay completion bash)
        # For every new shell:  mainstay completion bash > ~/.local/share/bash-completion/completions/mainstay
        _mainstay() {
            local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
            COMPREPLY=($("${COMP_WORDS[0]}" suggest "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
            # The shell takes a colon for the end of a word: what stands before it must not be repeated.
            if [[ $word == *:* || ${COMP_WORDS[COMP_CWORD-1]} == *: ]] && declare -F __ltrim_colon_completions >/dev/null; then
                __ltrim_colon_completions "$word"
            fi
        }
        complete -o default -F _mainstay mainstay ./mainstay

        """;

    private const string Zsh = """
        #compdef mainstay
        # mainstay: completion for zsh. Load it now:       source <(mainstay completion zsh)
        # For every new shell:  mainstay completion zsh > "${fpath[1]}/_mainstay"
        _mainstay() {
            local -a found
            found=(${(f)"$("${words[1]}" suggest "${(j: :)words[1,CURRENT]}" 2>/dev/null)"})
            if (( $#found )); then compadd -- $found; else _files; fi
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _mainstay "$@"; else compdef _mainstay mainstay; fi

        """;

    private const string Fish = """
        # mainstay: completion for fish. Load it now:      mainstay completion fish | source
        # For every new shell:  mainstay completion fish > ~/.config/fish/completions/mainstay.fish
        function __mainstay_suggest
            set -l line (commandline --cut-at-cursor --current-process)
            set -l program (string split --max 1 ' ' -- (string trim --left -- $line))[1]
            eval $program suggest (string escape -- "$line") 2>/dev/null
        end
        complete --command mainstay --arguments '(__mainstay_suggest)'

        """;
}
