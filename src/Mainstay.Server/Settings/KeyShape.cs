namespace Mainstay.Server.Settings;

/// <summary>What may stand at a key.</summary>
internal enum KeyShape
{
    Map,
    NamedMaps,
    Directives,
    Text,
    Word,
    Number,
    Flag,
    Duration,
    Size,
    Address,
    Addresses,
    Texts,
}
