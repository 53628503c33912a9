namespace Mainstay.TestKit.Writing;

/// <summary>What a writer of a fleet writes. Each write is unique, so that what became of it can be read back.</summary>
public enum WriteKind
{
    /// <summary><c>RPUSH list n</c>: shows lost, doubled and reordered writes.</summary>
    Append,

    /// <summary><c>SET key:n n</c>: shows lost writes one by one.</summary>
    Set,

    /// <summary><c>INCR counter</c>: shows lost and doubled writes, and a reply that goes back shows a lost one at once.</summary>
    Increment,
}
