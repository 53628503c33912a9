using System.Globalization;
using System.Text;
using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.Keys;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>Every request that a load sends, written once, and what its answer takes: keys and values are all of one length, so that answers are too.</summary>
internal sealed class Requests
{
    public static readonly int SetAnswer = "STORED\r\n".Length;
    private readonly byte[][] _gets, _sets;
    private readonly byte[] _data;
    private readonly int[] _nodes;
    private readonly CommandKind _kind;
    private uint _random = 2_463_534_242;

    public Requests(LoadOrder order)
    {
        var names = Enumerable.Range(0, Keyspace.Keys).Select(Keyspace.Name).ToList();
        var ring = new ClientRing(order.Ports);
        _kind = order.Cell.Command;
        _nodes = [.. names.Select(name => order.Ports.Count == 1 ? 0 : ring.Owner(Encoding.ASCII.GetBytes(name)))];
        _gets = [.. names.Select(name => Encoding.ASCII.GetBytes($"get {name}\r\n"))];
        _sets = [.. names.Select(name => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"set {name} 0 0 {order.Cell.Size}\r\n")))];
        _data = Encoding.ASCII.GetBytes(new string('v', order.Cell.Size) + "\r\n");
        GetAnswer = Encoding.ASCII.GetByteCount(string.Create(CultureInfo.InvariantCulture, $"VALUE {names[0]} 0 {order.Cell.Size}\r\n")) + _data.Length + "END\r\n".Length;
    }

    /// <summary>Bytes of the answer to a get.</summary>
    public int GetAnswer { get; }

    /// <summary>Bytes of the longest request.</summary>
    public int Longest => _sets[0].Length + _data.Length;

    /// <summary>Chooses a request; which node's it is, and whether it is a set.</summary>
    public (int Key, int Node, bool IsSet) Next()
    {
        var key = (int)(Random() % Keyspace.Keys);
        return (key, _nodes[key], _kind switch { CommandKind.Get => false, CommandKind.Set => true, _ => Random() % 11 == 0 });
    }

    /// <summary>Writes it; its length.</summary>
    public int Write(int key, bool isSet, Span<byte> target)
    {
        var line = isSet ? _sets[key] : _gets[key];
        line.CopyTo(target);
        if (!isSet) return line.Length;
        _data.CopyTo(target[line.Length..]);
        return line.Length + _data.Length;
    }

    private uint Random()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random;
    }
}
