namespace Mainstay.Cli.Logging;

/// <summary>How far the run is, for those who tell about it.</summary>
internal sealed class RunStage
{
    private volatile Stage _now;

    public Stage Now
    {
        get => _now;
        set => _now = value;
    }
}
