using System.Globalization;

namespace Mainstay.Bench.Memcached.Cells;

/// <summary>A shape of load.</summary>
/// <param name="Command">What clients send, of keys at random.</param>
/// <param name="Size">Bytes of a value.</param>
/// <param name="Connections">At once.</param>
/// <param name="Pipeline">Commands that a connection sends together.</param>
internal readonly record struct Cell(CommandKind Command, int Size, int Connections, int Pipeline)
{
    /// <summary><c>get</c>, <c>set</c>, <c>1:10</c>.</summary>
    public string Test => Command switch { CommandKind.Get => "get", CommandKind.Set => "set", _ => "1:10" };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Test} {Size} B, {Connections} {(Connections == 1 ? "connection" : "connections")}, pipeline {Pipeline}");
}
