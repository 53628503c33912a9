namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>What is known of one of several keys that were asked for.</summary>
internal enum KeyState : byte
{
    /// <summary>It is still to be asked for.</summary>
    Unasked,

    /// <summary>A node owes it.</summary>
    Asked,

    /// <summary>It came.</summary>
    Hit,

    /// <summary>It is missing.</summary>
    Miss,
}
