namespace Mainstay.Cli;

/// <summary>What the program tells the shell. Scripts rely on these.</summary>
internal static class ExitCode
{
    /// <summary>Done, and all is well.</summary>
    public const int Ok = 0;

    /// <summary>Done, and something is not as it should be: findings, a group that is not whole.</summary>
    public const int NotHealthy = 1;

    /// <summary>Not begun: wrong usage or configuration, or something that this version does not have.</summary>
    public const int Usage = 2;

    /// <summary>Begun and failed, or could not begin: no daemon answers, a port is taken, a request was refused.</summary>
    public const int Failed = 3;
}
