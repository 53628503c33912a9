using System.Globalization;

namespace Mainstay.Bench.Endpoint.Cells;

/// <summary>A shape of load.</summary>
/// <param name="Command">What clients send, of keys at random.</param>
/// <param name="Size">Bytes of a value.</param>
/// <param name="Connections">At once.</param>
/// <param name="Pipeline">Commands that a connection sends together.</param>
internal readonly record struct Cell(CommandKind Command, int Size, int Connections, int Pipeline)
{
    /// <summary>As redis-benchmark names it: <c>get</c>.</summary>
    public string Test => Command == CommandKind.Get ? "get" : "set";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Test} {Size} B, {Connections} {(Connections == 1 ? "connection" : "connections")}, pipeline {Pipeline}");
}
