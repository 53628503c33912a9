using System.Globalization;

namespace Mainstay.Core.Serving;

/// <summary>The error lines that an endpoint answers itself, without their type byte and end. The first word is a contract.</summary>
public static class Replies
{
    /// <summary>Sent, and its connection was lost before the reply.</summary>
    public const string Indeterminate = "INDETERMINATE mainstay: the connection to the primary was lost before the reply; may have executed or may still";

    /// <summary>A WAIT that the change of primary broke off.</summary>
    public const string ConfirmationLost = "INDETERMINATE mainstay: the primary changed while its replicas were awaited; the writes before were executed, their confirmation is unknown";

    /// <summary>A transaction of which a part was refused.</summary>
    public const string Aborted = "EXECABORT Transaction discarded because of previous errors.";

    /// <summary>A transaction that was too large to be kept for the next primary.</summary>
    public const string TransactionTooLarge = "EXECABORT mainstay: the primary changed and the transaction was too large to be kept; not executed";

    /// <summary>One command that can't be served within the memory allowed.</summary>
    public const string OutOfMemory = "ERR mainstay: no memory for this request within the endpoint's bounds; not executed";

    /// <summary>Too many clients.</summary>
    public const string TooManyClients = "ERR mainstay: max number of clients reached";

    /// <summary>Too many clients from one address.</summary>
    public const string TooManyFromAddress = "ERR mainstay: max number of clients from this address reached";

    /// <summary>Not held, or held too long.</summary>
    public static string TryAgain(HoldRefusal refusal, TimeSpan time) => "TRYAGAIN mainstay: " + refusal switch
    {
        HoldRefusal.Time => $"no primary within {Seconds(time)}",
        HoldRefusal.Bytes => "no primary just now, and the bytes that may be held are held",
        _ => "no primary just now, and the commands that may be held are held",
    } + "; not executed";

    /// <summary>A command that an endpoint refuses.</summary>
    public static string Denied(CommandSpec command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return $"DENIED mainstay: {command.Name} is refused at an endpoint: {command.Advice}";
    }

    /// <summary>A write at a reader endpoint.</summary>
    public static string ReaderWrite(string? primaryEndpoint) =>
        $"READONLY mainstay: this is the reader endpoint; write through the primary endpoint{(primaryEndpoint is null ? "" : $" {primaryEndpoint}")}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
