namespace Mainstay.TestKit.Processes;

/// <summary>Signals by their numbers on Linux.</summary>
public enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Kill = 9,
    User2 = 12,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
