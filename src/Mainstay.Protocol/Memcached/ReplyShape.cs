namespace Mainstay.Protocol.Memcached;

/// <summary>What a reply looks like, which depends on what was asked. In every shape an error line may stand instead.</summary>
public enum ReplyShape
{
    /// <summary>One line: <c>STORED</c>, <c>5</c>, <c>OK</c>, <c>VERSION 1.6.18</c>.</summary>
    Line,

    /// <summary>Any number of <c>VALUE</c> lines with their data, then <c>END</c>.</summary>
    Values,

    /// <summary>One meta line: <c>HD</c>, <c>EN</c>, <c>NF</c>, <c>MN</c>, ...; a data block follows behind <c>VA</c>.</summary>
    Meta,

    /// <summary>Lines up to <c>END</c>, <c>RESET</c> or <c>OK</c>; behind <c>VALUE</c> and <c>CONFIG</c> lines there are data blocks.</summary>
    Lines,
}
