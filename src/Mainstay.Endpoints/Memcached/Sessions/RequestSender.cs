using System.Buffers.Text;
using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Memcached.Warming;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Sends waiting requests to the nodes of their keys, in order. Nothing overtakes: what follows one that cannot be sent waits with it.</summary>
internal sealed class RequestSender(MemcachedContext session, HeldRequests held, IPartOwner owner)
{
    /// <summary>How long a change waits for a key that is being carried over before it looks again.</summary>
    private static readonly TimeSpan _carryPatience = TimeSpan.FromMilliseconds(1);

    /// <summary>Bytes of keys in a line behind which no further is put, where the server takes no long lines.</summary>
    private const int MostKeyBytes = 512;

    private static readonly byte[] _end = "END\r\n"u8.ToArray();
    private static readonly byte[] _notStored = "NOT_STORED\r\n"u8.ToArray();
    private static readonly byte[] _notFound = "NOT_FOUND\r\n"u8.ToArray();
    private static readonly byte[] _metaMiss = "EN\r\n"u8.ToArray();
    private static readonly byte[] _metaNotStored = "NS\r\n"u8.ToArray();
    private static readonly byte[] _metaNotFound = "NF\r\n"u8.ToArray();

    private readonly List<(Place Place, Part Part)> _shares = [];
    private readonly LoopTimer _retry = new(owner.OnRoom);

    /// <summary>The client is gone.</summary>
    public void End() => _retry.At = null;

    /// <summary>Sends what may be sent.</summary>
    public void Send()
    {
        var queue = session.Queue;
        while (queue.NextToSend < queue.Count && !session.IsBroken && !session.Output.IsFull)
        {
            var request = queue[queue.NextToSend];
            if (request.Stage == RequestStage.Waiting)
            {
                // Too much waits for its turn: what is next comes first.
                if (session.IsStuffed && queue.NextToSend > 0) return;
                if (session.KeysDue >= session.Window.Limit || !TrySend(request)) return;
                held.Sent(request);
            }

            queue.NextToSend++;
        }
    }

    /// <summary>Sends a request, or answers it; false when it must wait.</summary>
    private bool TrySend(PendingRequest request)
    {
        if (session.Floor.View is not { } view) return Wait(request);
        return request.Kind switch
        {
            RequestKind.OfKey => TrySendKey(request, view),
            RequestKind.OfKeys => TrySendKeys(request, view),
            RequestKind.OfAll => TrySendAll(request, view),
            RequestKind.OfNode => TrySendNode(request, view),
            _ => TryAnswer(request, view),
        };
    }

    private bool TrySendKey(PendingRequest request, ClusterView view)
    {
        // 1. Where its key is.
        var line = session.LineOf(request, session.Floor.Line);
        var key = line.Slice(request.KeyStart, request.KeyLength);
        var decoded = session.Floor.Key;
        if (request.IsKeyBase64 && MemcachedKeys.TryDecode(key, decoded, out var count)) key = decoded.AsSpan(0, count);
        var place = view.Find(key);
        if (place.Kind != PlaceKind.Node) return place.Kind == PlaceKind.Nowhere ? Wait(request) : Settle(request, place.Kind, view.Nodes[place.Node].Name);

        // 2. Whether it can go there now, and may.
        var node = view.Nodes[place.Node];
        var link = session.Floor.Links.For(node);
        if (link.IsFullFor(owner)) return !link.IsOpen && Wait(request);
        if (IsLost(request, view)) return true;
        WarmGuard? guard = null;
        if (node.WarmFrom is not null && place.Outage == 0 && !request.IsRead && request.Verb != MemcachedVerb.MetaDebug && !TryForget(view, place.Node, key, request, out guard)) return request.Stage == RequestStage.Answered;

        // 3. There it goes.
        var part = Begin(request, link, request.Instead is null ? ReplyShapes.Of(request.Verb) : ReplyShape.Line, place.Outage);
        (part.Guard, part.CanWarm) = (guard, node.WarmFrom is not null && place.Outage == 0 && request.IsRead && !request.HasWarmed);
        session.KeysDue++;
        if (request.Instead is { } instead) AppendLine(link, instead, key, request, place.Outage);
        else if (place.Outage == 0 && !request.IsSilent && !request.IsQuiet && request.IsWhole) Append(link, request.Start, request.End);
        else
        {
            AppendLine(link, line, key, request, part.Outage);
            Append(link, request.Data, request.End);
        }

        request.Stage = RequestStage.Sent;
        return true;
    }

    /// <summary>Shares out as many keys as may be asked for now; true once all are asked for.</summary>
    private bool TrySendKeys(PendingRequest request, ClusterView view)
    {
        var keys = request.Keys;
        var mostBytes = request.Verb is MemcachedVerb.Gat or MemcachedVerb.Gats ? MostKeyBytes : int.MaxValue;
        for (keys.NextToAsk = keys.Unasked(keys.NextToAsk); keys.NextToAsk < keys.Count; keys.NextToAsk = keys.Unasked(keys.NextToAsk))
        {
            var most = session.Window.Limit - session.KeysDue;
            if (session.IsStuffed) most = request.PartsDue == 0 ? Math.Min(most, 1) : 0;
            if (most <= 0 || session.Output.IsFull) return false;
            var line = session.LineOf(request, session.Floor.Line);

            // 1. Who has them.
            _shares.Clear();
            var index = keys.NextToAsk;
            for (var asked = 0; index < keys.Count && asked < most; index = keys.Unasked(index + 1), asked++)
            {
                var (start, length) = keys[index];
                var place = view.Find(line.Slice(start, length));
                if (place.Kind == PlaceKind.Missing) keys.Know(index, KeyState.Miss);
                else if (place.Kind == PlaceKind.Failing) return Settle(request, place.Kind, view.Nodes[place.Node].Name);
                else if (place.Kind == PlaceKind.Nowhere) return Wait(request);
                else
                {
                    var part = Share(place, mostBytes);
                    part.Keys.Add(index);
                    part.KeyBytes += 1 + (place.Outage == 0 ? length : OutageKey.Longest);
                }
            }

            // 2. Each that has room is asked for its own. Others follow: who needs two that are both waited for would never have both at once.
            var (first, waits, isClosed) = (keys[0].Start, false, false);
            foreach (var (place, part) in _shares)
            {
                var link = session.Floor.Links.For(view.Nodes[place.Node]);
                if (link.IsFullFor(owner))
                {
                    (waits, isClosed) = (true, isClosed || !link.IsOpen);
                    continue;
                }

                Begin(request, link, ReplyShape.Values, place.Outage, part);
                part.CanWarm = view.Nodes[place.Node].WarmFrom is not null && place.Outage == 0;
                link.Append(line[..(first - 1)]);
                foreach (var key in part.Keys)
                {
                    // With the space ahead of it.
                    var (start, length) = keys[key];
                    if (place.Outage == 0) link.Append(line.Slice(start - 1, length + 1));
                    else AppendRenamed(link, line.Slice(start, length), place.Outage);
                    keys.Ask(key, part);
                }

                link.Append("\r\n"u8);
                session.KeysDue += part.Keys.Count;
            }

            if (waits) return isClosed && Wait(request);
        }

        request.Stage = RequestStage.Sent;
        return true;
    }

    private bool TrySendAll(PendingRequest request, ClusterView view)
    {
        if (!view.AnyServes) return Wait(request);
        var nodes = view.Nodes.Where(node => node.Serves && request.Parts.All(part => part.Node != node.Name || part.Life != node.Life)).ToArray();
        var line = session.LineOf(request, session.Floor.Line);
        var (waits, isClosed) = (false, false);
        foreach (var node in nodes)
        {
            var link = session.Floor.Links.For(node);
            if (link.IsFullFor(owner))
            {
                (waits, isClosed) = (true, isClosed || !link.IsOpen);
                continue;
            }

            var part = Begin(request, link, ReplyShapes.Of(request.Verb), 0);
            if (request.Verb == MemcachedVerb.FlushAll)
            {
                session.Floor.Fills.Table.BeginFlush(parts: 1);
                part.Guard = new WarmGuard(session.Floor.Fills.Table, Place: -1, IsCarry: false);
            }

            session.KeysDue++;
            AppendLine(link, line, default, request, 0);
        }

        if (waits) return isClosed && Wait(request);
        request.Stage = RequestStage.Sent;
        if (request.PartsDue == 0) GatheredAnswer.Complete(request);
        return true;
    }

    private bool TrySendNode(PendingRequest request, ClusterView view)
    {
        if (view.Topology.Node(request.Node!) is not { Serves: true } node) return Settle(request, PlaceKind.Failing, request.Node!);
        var link = session.Floor.Links.For(node);
        if (link.IsFullFor(owner)) return !link.IsOpen && Wait(request);
        Begin(request, link, ReplyShapes.Of(request.Verb), 0);
        session.KeysDue++;
        link.Append(request.Instead);
        link.Append("\r\n"u8);
        request.Stage = RequestStage.Sent;
        return true;
    }

    private bool TryAnswer(PendingRequest request, ClusterView view)
    {
        if (ClusterAnswer.Of(request, view, session.Entrance.Route.Spec) is not { } answer) return Wait(request);
        request.Settle(answer);
        return true;
    }

    /// <summary>
    /// Whether a request that may have run on a node must not be sent again. What a node did that serves no more, or begins anew, is gone with what
    /// it had; else nobody knows what became of it.
    /// </summary>
    private bool IsLost(PendingRequest request, ClusterView view)
    {
        if (request.LostOn is not { } name) return false;
        var goesOn = view.Topology.Node(name) is { Serves: true } node && node.Life == request.LostLife;
        if (!goesOn && session.Entrance.Route.Spec.FlushesRejoining)
        {
            request.LostOn = null;
            session.Entrance.Counters.Add(EndpointCounter.Repeated);
            return false;
        }

        session.Entrance.Counters.Add(EndpointCounter.Indeterminate);
        session.Fail(request, MemcachedReplies.Indeterminate);
        return true;
    }

    /// <summary>
    /// A key that is changed while what its node misses is had from who had it before: there it is forgotten, lest it comes back. False when the
    /// change must wait or was refused, for the key is being carried over just now or its former node takes nothing.
    /// </summary>
    private bool TryForget(ClusterView view, int node, ReadOnlySpan<byte> key, PendingRequest request, out WarmGuard? guard)
    {
        guard = null;
        if (view.FindFormer(key, node) is not { } former) return true;
        var link = session.Floor.Links.For(view.Nodes[former.Node]);
        if (link.IsFullFor(owner))
        {
            if (!link.IsOpen) Wait(request);
            return false;
        }

        var table = session.Floor.Fills.Table;
        var place = WarmTable.PlaceOf(key);
        if (!table.TryBeginChange(place, parts: 2))
        {
            session.Floor.Loop.Schedule(_retry, _carryPatience);
            return false;
        }

        guard = new WarmGuard(table, place, IsCarry: false);
        link.Expect(new Part { Shape = ReplyShape.Meta, Guard = guard });
        Span<byte> name = stackalloc byte[MemcachedKeys.Longest];
        var length = key.Length;
        if (former.Outage == 0) key.CopyTo(name);
        else length = OutageKey.Write(key, former.Outage, name);
        link.Append("md "u8);
        if (!request.IsKeyBase64)
        {
            // As the client wrote it: in base64 a long one would be too long.
            link.Append(name[..length]);
            link.Append("\r\n"u8);
            return true;
        }

        Span<byte> encoded = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(MemcachedKeys.Longest)];
        Base64.EncodeToUtf8(name[..length], encoded, out _, out var written);
        link.Append(encoded[..written]);
        link.Append(" b\r\n"u8);
        return true;
    }

    private Part Begin(PendingRequest request, NodeLink link, ReplyShape shape, long outage, Part? share = null)
    {
        var part = share ?? session.Floor.Requests.RentPart();
        (part.Owner, part.Request, part.Shape, part.Outage) = (owner, request, shape, outage);
        request.Parts.Add(part);
        request.PartsDue++;
        link.Expect(part);
        return part;
    }

    private Part Share(Place place, int mostBytes)
    {
        foreach (var (known, part) in _shares)
            if (known == place && part.KeyBytes < mostBytes) return part;
        var share = session.Floor.Requests.RentPart();
        _shares.Add((place, share));
        return share;
    }

    private bool Wait(PendingRequest request)
    {
        held.Hold(request);
        return request.Stage == RequestStage.Answered;
    }

    /// <summary>Answers a request whose node does not serve, by the cluster's rule.</summary>
    private bool Settle(PendingRequest request, PlaceKind kind, string node)
    {
        if (kind == PlaceKind.Failing) session.Fail(request, MemcachedReplies.NodeDown(node));
        else request.Settle(request.IsSilent ? null : Missing(request));
        return true;
    }

    /// <summary>What the server answers when there is no such key, and nothing can be stored.</summary>
    private static byte[]? Missing(PendingRequest request)
    {
        var answer = request.Verb switch
        {
            MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats => _end,
            MemcachedVerb.Set or MemcachedVerb.Add or MemcachedVerb.Replace or MemcachedVerb.Append or MemcachedVerb.Prepend => _notStored,
            MemcachedVerb.MetaGet or MemcachedVerb.MetaDebug => _metaMiss,
            MemcachedVerb.MetaSet => _metaNotStored,
            MemcachedVerb.MetaDelete or MemcachedVerb.MetaArithmetic => _metaNotFound,
            _ => _notFound,
        };
        return request.IsQuiet && MetaQuiet.Hides(request.Verb, answer) ? null : answer;
    }

    /// <summary>Gives the request's line as the node must get it: always answered, and with the name that the key has there.</summary>
    private void AppendLine(NodeLink link, ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, PendingRequest request, long outage)
    {
        var plain = session.Floor.PlainLine;
        var renamed = session.Floor.RenamedLine;
        if (request.IsSilent && request.Instead is null) line = plain.AsSpan(0, ClassicLine.WriteWithoutNoReply(line, plain));
        else if (request.IsQuiet && request.Instead is null) line = plain.AsSpan(0, MetaQuiet.WriteWithoutQuiet(line, plain));
        if (outage != 0)
        {
            Span<byte> name = stackalloc byte[OutageKey.Longest];
            var length = OutageKey.Write(key, outage, name);
            line = renamed.AsSpan(0, KeyRewrite.Request(MemcachedLine.Parse(line), name[..length], renamed));
        }

        link.Append(line);
        link.Append("\r\n"u8);
    }

    private static void AppendRenamed(NodeLink link, ReadOnlySpan<byte> key, long outage)
    {
        Span<byte> name = stackalloc byte[OutageKey.Longest + 1];
        name[0] = (byte)' ';
        link.Append(name[..(1 + OutageKey.Write(key, outage, name[1..]))]);
    }

    private void Append(NodeLink link, long start, long end)
    {
        for (var at = start; at < end;)
        {
            var piece = session.Log.Slice(at, end);
            link.Append(piece);
            at += piece.Length;
        }
    }
}
