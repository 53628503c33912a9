using System.CommandLine;

namespace Mainstay.Cli.Verbs;

/// <summary><c>--yes</c>: go on without being asked, for scripts.</summary>
internal sealed class YesOption : Option<bool>
{
    public YesOption()
        : base("--yes", "-y") => Description = "Go on without being asked";
}
