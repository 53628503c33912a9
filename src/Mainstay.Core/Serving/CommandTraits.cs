namespace Mainstay.Core.Serving;

/// <summary>What a command may do; a command without <see cref="Read"/>, <see cref="Connection"/> or <see cref="Asks"/> may have an effect.</summary>
[Flags]
public enum CommandTraits
{
    /// <summary>Unknown to us: treated as a write.</summary>
    None = 0,

    /// <summary>Reads keys and changes nothing: may be sent again after it was sent.</summary>
    Read = 1,

    /// <summary>Changes keys, or other state that replicates.</summary>
    Write = 2,

    /// <summary>Is no write by its flags and yet replicates, as PUBLISH does. Never sent again.</summary>
    Replicates = 4,

    /// <summary>Runs a script or function: what it does is unknown.</summary>
    Script = 8,

    /// <summary>The server may keep the reply back until something happens.</summary>
    Blocking = 16,

    /// <summary>Concerns its own connection only: may be sent again, on another connection too.</summary>
    Connection = 32,

    /// <summary>Asks the server about itself, or changes what is the node's alone (statistics): may be sent again.</summary>
    Asks = 64,

    /// <summary>Refused at an endpoint.</summary>
    Denied = 128,

    /// <summary>Goes on a connection of its own: it must get through while another command runs, or nobody knows what it does to a connection.</summary>
    Apart = 256,
}
