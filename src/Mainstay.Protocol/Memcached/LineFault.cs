namespace Mainstay.Protocol.Memcached;

/// <summary>The server's words for a line that it does not take, as 1.6 has them.</summary>
internal static class LineFault
{
    public const string Error = "ERROR";
    public const string BadFormat = "CLIENT_ERROR bad command line format";
    public const string DeleteUsage = "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]";
    public const string BadExptime = "CLIENT_ERROR invalid exptime argument";
    public const string BadDelta = "CLIENT_ERROR invalid numeric delta argument";
    public const string BadToken = "CLIENT_ERROR bad token in command line format";
    public const string BadFlag = "CLIENT_ERROR invalid flag";
    public const string DuplicateFlag = "CLIENT_ERROR duplicate flag";
    public const string BadOrDuplicateFlag = "CLIENT_ERROR invalid or duplicate flag";
    public const string UndecodableKey = "CLIENT_ERROR error decoding key";
    public const string BadModeLength = "CLIENT_ERROR incorrect length for M token";
    public const string BadSetMode = "CLIENT_ERROR invalid mode for ms M token";
    public const string BadArithmeticMode = "CLIENT_ERROR invalid mode for ma M token";
    public const string BadInitial = "CLIENT_ERROR invalid numeric initial value";
    public const string BadMetaDelta = "CLIENT_ERROR invalid numeric delta value";
    public const string LongOpaque = "CLIENT_ERROR opaque token too long";

    // mg has a word more than the others.
    public const string GetFlagsTooLong = "CLIENT_ERROR options flags are too long";
    public const string FlagsTooLong = "CLIENT_ERROR options flags too long";
}
