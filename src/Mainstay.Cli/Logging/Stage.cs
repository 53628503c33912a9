namespace Mainstay.Cli.Logging;

/// <summary>How far a run of <c>up</c> is.</summary>
internal enum Stage
{
    Starting,
    Running,
    Stopping,
}
