namespace Mainstay.Server.Dns.Wire;

/// <summary>Kinds of records and questions that something is done about (IANA, DNS parameters).</summary>
internal enum RecordKind : ushort
{
    Address = 1,
    NameServer = 2,
    Alias = 5,
    Authority = 6,
    AddressV6 = 28,
    Options = 41,
    Signature = 250,
    ChangesTransfer = 251,
    ZoneTransfer = 252,
    Any = 255,
}
