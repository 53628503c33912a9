using Mainstay.Server.Web;

namespace Mainstay.Cli.Api;

/// <summary>The daemon answered with a problem.</summary>
/// <param name="problem">What it said.</param>
internal sealed class RefusedException(ProblemView problem) : Exception(problem.Detail)
{
    public ProblemView Problem { get; } = problem;
}
