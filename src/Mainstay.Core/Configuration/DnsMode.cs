namespace Mainstay.Core.Configuration;

/// <summary>What a group's names lead to.</summary>
public enum DnsMode
{
    /// <summary>The endpoints: the address never changes while the daemon lives. The default.</summary>
    Endpoints,

    /// <summary>The nodes themselves: the name is changed at a failover, and clients look it up again.</summary>
    Direct,
}
