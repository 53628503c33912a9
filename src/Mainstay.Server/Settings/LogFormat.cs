namespace Mainstay.Server.Settings;

/// <summary>How a daemon's log lines are written.</summary>
public enum LogFormat
{
    /// <summary>One line of text each. The default.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
