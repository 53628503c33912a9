namespace Mainstay.Server.Dns.Wire;

/// <summary>What a response says of its query (RFC 1035, 2136, 6891, 8945).</summary>
internal enum ResponseCode : ushort
{
    Done = 0,
    FormatError = 1,
    ServerFailure = 2,
    NoSuchName = 3,
    NotImplemented = 4,
    Refused = 5,
    NameExists = 6,
    RecordsExist = 7,
    RecordsMissing = 8,
    NotAuthoritative = 9,
    NotInZone = 10,
    BadVersion = 16,
}
