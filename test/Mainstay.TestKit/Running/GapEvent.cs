namespace Mainstay.TestKit.Running;

/// <summary>What befalls the primary while a fleet writes.</summary>
public enum GapEvent
{
    /// <summary>SIGKILL.</summary>
    Crash,

    /// <summary>SIGSTOP: the process is there and answers nobody.</summary>
    Hang,

    /// <summary>A planned change, asked of the daemon.</summary>
    Switchover,
}
