namespace Mainstay.Protocol.Resp;

/// <summary>What a scanner found in the bytes it was given.</summary>
public enum RespScan
{
    /// <summary>All bytes were taken and the frame goes on.</summary>
    Incomplete,

    /// <summary>The frame ends with the bytes taken; the scanner is ready for the next one.</summary>
    Complete,

    /// <summary>The stream is broken; the scanner's fault says how. Every later call says the same.</summary>
    Faulted,
}
