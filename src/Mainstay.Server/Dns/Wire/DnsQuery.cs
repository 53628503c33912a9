namespace Mainstay.Server.Dns.Wire;

/// <summary>What a query says. Its question's name is in the message still, right behind the head.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Operation">Its opcode.</param>
/// <param name="RecursionDesired">Whether it asks for recursion, which there is none of here.</param>
internal readonly record struct DnsQuery(ushort Id, int Operation, bool RecursionDesired)
{
    /// <summary>Bytes of the question's name; 0 where there is no question that could be read.</summary>
    public int NameLength { get; init; }

    /// <summary>What is asked for.</summary>
    public RecordKind Kind { get; init; }

    /// <summary>In which class; 1 is the internet.</summary>
    public int Class { get; init; }

    /// <summary>Bytes that the asker takes over UDP as EDNS says; 0 without EDNS.</summary>
    public int PayloadSize { get; init; }

    /// <summary>Whether it speaks EDNS.</summary>
    public bool HasOptions { get; init; }

    /// <summary>Whether it takes signatures; repeated in the answer (RFC 3225).</summary>
    public bool WantsSignatures { get; init; }

    /// <summary>Bytes of the whole question.</summary>
    public int QuestionLength => NameLength == 0 ? 0 : NameLength + 4;
}
