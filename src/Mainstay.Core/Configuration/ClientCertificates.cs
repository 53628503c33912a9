namespace Mainstay.Core.Configuration;

/// <summary>Whether clients of a TLS endpoint show a certificate.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for. The default.</summary>
    None,

    /// <summary>One is asked for, and must be valid when it is shown.</summary>
    Optional,

    /// <summary>Nobody gets in without a valid one.</summary>
    Required,
}
