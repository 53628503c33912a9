using System.Buffers.Text;
using System.Text;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Warming;

/// <summary>
/// Carries one key over: looks it up where it was, and adds it where it belongs unless there is something by now or a client changed it
/// meanwhile. Used on its loop only.
/// </summary>
/// <param name="links">The connections to nodes.</param>
/// <param name="table">Who changes what.</param>
/// <param name="node">Where the key belongs.</param>
/// <param name="key">The key.</param>
/// <param name="isBinary">Whether it may hold bytes that no line can.</param>
/// <param name="over">Told once that it is over, and whether it was found.</param>
internal sealed class WarmFill(NodeLinks links, WarmTable table, ClusterNode node, byte[] key, bool isBinary, Action<WarmFill, bool> over) : IPartOwner
{
    /// <summary>Longer times to live would be taken for dates.</summary>
    private const long LongestTime = 30L * 24 * 3600;

    private static readonly byte[] _end = "\r\n"u8.ToArray();

    private readonly int _place = WarmTable.PlaceOf(key);
    private int _changes;
    private bool _adds;
    private bool _over;

    /// <summary>Whose reads wait for it.</summary>
    public List<Action<bool>> Waiting { get; } = [];

    /// <summary>The key.</summary>
    public ReadOnlyMemory<byte> Key => key;

    /// <summary>Looks the key up; false when its former node can't be asked just now, or it is being changed.</summary>
    public bool TryBegin(ClusterNode former, long outage)
    {
        var link = links.For(former);
        if (!former.Serves || !link.IsOpen || link.IsBusy || !table.TryLook(_place, out _changes)) return false;
        Span<byte> name = stackalloc byte[MemcachedKeys.Longest];
        var length = key.Length;
        if (outage == 0) key.CopyTo(name);
        else length = OutageKey.Write(key, outage, name);
        link.Expect(new Part { Owner = this, Shape = ReplyShape.Meta });
        link.Append("mg "u8);
        AppendKey(link, name[..length]);
        link.Append(isBinary ? " b v f t\r\n"u8 : " v f t\r\n"u8);
        return true;
    }

    /// <inheritdoc/>
    public bool OnFrame(Part part, ReadOnlySpan<byte> frame, bool isLast)
    {
        if (_over) return true;
        if (_adds) End(found: true);
        else if (!TryAdd(frame)) End(found: false);
        return true;
    }

    /// <inheritdoc/>
    public void OnLost(Part part, bool mayHaveRun) => End(found: false);

    /// <inheritdoc/>
    public void OnReplies()
    {
    }

    /// <inheritdoc/>
    public void OnRoom()
    {
    }

    /// <inheritdoc/>
    public void OnFault(Exception fault) => End(found: false);

    /// <summary>Takes what was found where it was: <c>VA 3 f5 t60</c> and the value.</summary>
    private bool TryAdd(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith("VA "u8)) return false;
        var lineEnd = frame.IndexOf((byte)'\n');
        var words = Encoding.ASCII.GetString(frame[..lineEnd]).TrimEnd('\r').Split(' ');
        var flags = words.FirstOrDefault(word => word.StartsWith('f'))?[1..] ?? "0";
        if (!long.TryParse(words.FirstOrDefault(word => word.StartsWith('t'))?[1..] ?? "-1", out var time) || time == 0) return false;

        // The node may have begun another life meanwhile, which is not to be disturbed.
        if (links.Find(node) is not { IsOpen: true } link || !table.TryBeginCarry(_place, _changes)) return false;
        _adds = true;
        link.Expect(new Part { Owner = this, Shape = ReplyShape.Meta, Guard = new WarmGuard(table, _place, IsCarry: true) });
        link.Append("ms "u8);
        AppendKey(link, key);
        link.Append(Encoding.ASCII.GetBytes($" {words[1]} F{flags} T{(time < 0 ? 0 : Math.Min(time, LongestTime))} ME{(isBinary ? " b" : "")}"));
        link.Append(_end);
        link.Append(frame[(lineEnd + 1)..]);
        return true;
    }

    private void AppendKey(NodeLink link, ReadOnlySpan<byte> name)
    {
        if (!isBinary)
        {
            link.Append(name);
            return;
        }

        Span<byte> encoded = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(MemcachedKeys.Longest)];
        Base64.EncodeToUtf8(name, encoded, out _, out var written);
        link.Append(encoded[..written]);
    }

    private void End(bool found)
    {
        if (_over) return;
        _over = true;
        over(this, found);
    }
}
