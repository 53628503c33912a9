using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Metrics;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Takes what nodes answer, and gives the client what it is owed, in the order in which it asked.</summary>
internal sealed class AnswerIntake(MemcachedContext session, HeldRequests held, Action go)
{
    /// <summary>Bytes that a client may leave unread before values are asked for again instead of being kept.</summary>
    private const long MostUnread = 1 << 20;

    /// <summary>The same while all clients of the loop leave too much unread.</summary>
    private const long TightUnread = 64 << 10;

    /// <summary>Bytes of answers that are kept always.</summary>
    private const int SmallFrame = 1 << 10;

    /// <summary>Bytes of an answer of several nodes that are kept until all of them answered: fewer and larger pieces cost everybody less.</summary>
    private const long Together = 16 << 10;

    private static readonly byte[] _end = "END\r\n"u8.ToArray();

    /// <summary>One frame came; false when it is of a key that was not asked for.</summary>
    public bool Take(Part part, ReadOnlySpan<byte> frame, bool isLast)
    {
        if (session.IsBroken) return true;
        var request = part.Request;
        switch (request.Kind)
        {
            case RequestKind.OfKeys:
                return TakeOfKeys(part, request, frame, isLast);
            case RequestKind.OfAll:
                Store(part.Frames, frame);
                if (!isLast) break;
                session.KeysDue--;
                if (--request.PartsDue == 0 && request.Stage == RequestStage.Sent) GatheredAnswer.Complete(request);
                break;
            default:
                if (!isLast && request.Kind == RequestKind.OfKey && !IsExpected(part, request, frame)) return false;
                TakeOfKey(part, request, frame, isLast);
                break;
        }

        return true;
    }

    /// <summary>Gives the client the answers whose turn has come.</summary>
    public void Settle()
    {
        var queue = session.Queue;
        while (queue.Count > 0)
        {
            var first = queue[0];
            Give(first);
            if (first.Stage != RequestStage.Answered) return;
            if (first.Answer is { Length: > 0 } answer) Pass(answer);
            session.Entrance.Counters.Times.Record(first.Received, session.Entrance.Now);

            // Part of it may have been held when another part failed.
            held.Release(first);
            queue.RemoveFirst();
        }
    }

    /// <summary>
    /// A connection ended before <paramref name="part"/> was answered: what it owes is asked for again where that does no harm, and decided about
    /// when it is to be sent again where it may.
    /// </summary>
    public void Lose(Part part, bool mayHaveRun)
    {
        var request = part.Request;
        part.Owner = null;
        part.IsOver = true;
        request.PartsDue--;
        if (request.Stage == RequestStage.Answered) return;
        if (request.Kind == RequestKind.OfKeys)
        {
            session.KeysDue -= part.KeysDue;
            for (var i = part.KeysKnown; i < part.Keys.Count; i++) request.Keys.AskAgain(part.Keys[i]);
            part.KeysKnown = part.Keys.Count;
        }
        else
        {
            session.KeysDue--;
            part.Frames.Clear();

            // A value went out already: the rest of what one key has is the end.
            if (request.IsBegun)
            {
                request.Settle(_end);
                return;
            }

            request.Frames.Clear();
            request.Parts.Remove(part);
            if (mayHaveRun && !request.IsRepeatable) (request.LostOn, request.LostLife) = (part.Node, part.Life);
        }

        if (mayHaveRun && request.LostOn is null) session.Entrance.Counters.Add(EndpointCounter.Repeated);
        request.Stage = RequestStage.Waiting;
        session.Queue.NextToSend = 0;
    }

    private void TakeOfKey(Part part, PendingRequest request, ReadOnlySpan<byte> frame, bool isLast)
    {
        session.Window.Replied(frame.Length);
        if (isLast)
        {
            session.KeysDue--;
            request.PartsDue--;
        }

        if (request.Instead is not null && request.Kind == RequestKind.OfKey)
        {
            // Sent in place of what is refused anyway.
            if (isLast) request.Settle(request.Answer);
            return;
        }

        if (request.IsRead && request.IsRepeatable && (request.IsToRepeat || HasNoRoom(frame, session.Queue[0] == request)))
        {
            request.IsToRepeat = !isLast;
            if (!isLast) return;
            request.Parts.Remove(part);
            Repeat(request);
            return;
        }

        if (isLast && part.CanWarm && !request.IsBegun && request.Frames.Count == 0 && IsMiss(request, frame) && TryWarm(part, request, frame)) return;
        var hidden = request.IsSilent || (request.IsQuiet && MetaQuiet.Hides(request.Verb, frame));
        var isFirst = session.Queue[0] == request;
        if (!hidden)
        {
            if (part.Outage != 0) frame = Rename(part, request, frame);
            if (isFirst && request.Frames.Count == 0) Pass(frame);
            else Store(request.Frames, frame);
            request.IsBegun |= isFirst && !isLast;
        }

        if (!isLast) return;
        if (isFirst && request.Frames.Count == 0)
        {
            session.Entrance.Counters.Times.Record(request.Received, session.Entrance.Now);
            session.Queue.RemoveFirst();
        }
        else request.Settle(null);
    }

    /// <summary>Whether a value is of the one key that was asked for, and the first.</summary>
    private bool IsExpected(Part part, PendingRequest request, ReadOnlySpan<byte> frame)
    {
        var asked = session.LineOf(request, session.Floor.ReplyLine).Slice(request.KeyStart, request.KeyLength);
        return !request.IsBegun && request.Frames.Count == 0 && IsOf(part, asked, frame[MemcachedFrames.ValueKey(frame)]);
    }

    /// <summary>Whether <paramref name="key"/> is what <paramref name="asked"/> is called where the part was sent.</summary>
    private static bool IsOf(Part part, ReadOnlySpan<byte> asked, ReadOnlySpan<byte> key)
    {
        if (part.Outage == 0) return key.SequenceEqual(asked);
        Span<byte> name = stackalloc byte[OutageKey.Longest];
        return key.SequenceEqual(name[..OutageKey.Write(asked, part.Outage, name)]);
    }

    private bool TakeOfKeys(Part part, PendingRequest request, ReadOnlySpan<byte> frame, bool isLast)
    {
        var keys = request.Keys;
        session.Window.Replied(frame.Length);
        if (!isLast)
        {
            // 1. The key that it is; those before it are missing.
            var key = frame[MemcachedFrames.ValueKey(frame)];
            var line = session.LineOf(request, session.Floor.ReplyLine);
            var at = part.KeysKnown;
            while (at < part.Keys.Count && !IsOf(part, line.Slice(keys[part.Keys[at]].Start, keys[part.Keys[at]].Length), key)) at++;
            if (at == part.Keys.Count) return false;
            while (part.KeysKnown < at) Miss(part, request);
            var index = Next(part);
            if (request.Stage == RequestStage.Answered) return true;
            if (HasNoRoom(frame, isNext: session.Queue[0] == request && keys.NextToGive == index))
            {
                keys.AskAgain(index);
                Repeat(request);
                return true;
            }

            keys.Know(index, KeyState.Hit);
            Store(part.Frames, frame);
            return true;
        }

        // 2. The end: all that did not come are missing. An error ends the whole request, once what came was given.
        while (part.KeysDue > 0) Miss(part, request);
        request.PartsDue--;
        if (request.Stage == RequestStage.Answered) return true;
        if (MemcachedFrames.IsError(frame))
        {
            GiveKeys(request);
            session.Abandon(request);
            request.Settle(frame.ToArray());
        }

        return true;
    }

    /// <summary>The next of a part's keys is known.</summary>
    private int Next(Part part)
    {
        session.KeysDue--;
        return part.Keys[part.KeysKnown++];
    }

    /// <summary>
    /// Whether a value is not kept, because its client leaves much unread already: it is asked for again once that is less. A node answers what was
    /// asked of it at once, and what each client's many large values take until their turn must have an end.
    /// </summary>
    private bool HasNoRoom(ReadOnlySpan<byte> frame, bool isNext) =>
        frame.Length > SmallFrame && session.Output.Unsent + (isNext ? 0 : session.Stored.Count) > (session.Floor.IsOutputTight ? TightUnread : MostUnread);

    private void Repeat(PendingRequest request)
    {
        session.Entrance.Counters.Add(EndpointCounter.Repeated);
        request.Stage = RequestStage.Waiting;
        session.Queue.NextToSend = 0;
    }

    private static bool IsMiss(PendingRequest request, ReadOnlySpan<byte> frame) => request.Verb == MemcachedVerb.MetaGet ? frame.StartsWith("EN"u8) : MemcachedFrames.IsEnd(frame);

    /// <summary>Has a key that is missing carried over from who had it before, and is asked for again then; false when there is nobody to have it from.</summary>
    private bool TryWarm(Part part, PendingRequest request, ReadOnlySpan<byte> frame)
    {
        if (session.Floor.View is not { } view) return false;
        var decoded = session.Floor.Key;
        var key = session.LineOf(request, session.Floor.ReplyLine).Slice(request.KeyStart, request.KeyLength);
        if (request.IsKeyBase64 && MemcachedKeys.TryDecode(key, decoded, out var count)) key = decoded.AsSpan(0, count);
        var (use, miss) = (request.Use, frame.ToArray());
        request.HasWarmed = true;
        return session.Floor.Fills.TryBegin(view, part.Node, key, request.IsKeyBase64, found =>
        {
            if (request.Use != use || request.Stage == RequestStage.Answered) return;
            if (found)
            {
                request.Stage = RequestStage.Waiting;
                session.Queue.NextToSend = 0;
            }
            else request.Settle(request.IsQuiet && MetaQuiet.Hides(request.Verb, miss) ? null : miss);

            go();
        });
    }

    /// <summary>The next of a part's keys is missing on its node; it may be had from who had it before.</summary>
    private void Miss(Part part, PendingRequest request)
    {
        var index = Next(part);
        var keys = request.Keys;
        if (part.CanWarm && keys.TryWarm(index) && session.Floor.View is { } view && TryWarm(view, part, request, index)) return;
        keys.Know(index, KeyState.Miss);
    }

    /// <summary>As the other, for one of several keys. Apart from who calls it, for it allocates.</summary>
    private bool TryWarm(ClusterView view, Part part, PendingRequest request, int index)
    {
        var keys = request.Keys;
        var (start, length) = keys[index];
        var use = request.Use;
        var key = session.LineOf(request, session.Floor.ReplyLine).Slice(start, length);
        return session.Floor.Fills.TryBegin(view, part.Node, key, isBinary: false, found =>
        {
            if (request.Use != use || request.Stage == RequestStage.Answered) return;
            if (found)
            {
                keys.AskAgain(index);
                request.Stage = RequestStage.Waiting;
                session.Queue.NextToSend = 0;
            }
            else keys.Know(index, KeyState.Miss);

            go();
        });
    }

    /// <summary>Gives the client of its oldest request what came.</summary>
    private void Give(PendingRequest request)
    {
        if (request.Kind == RequestKind.OfKeys)
        {
            if (request.Stage == RequestStage.Answered || (request.PartsDue > 0 && session.Stored.Count < Together)) return;
            GiveKeys(request);
            if (request.Keys.Open == 0 && request.PartsDue == 0) request.Settle(_end);
            return;
        }

        for (; request.Frames.Count > 0; request.Frames.RemoveFirst())
        {
            request.IsBegun = true;
            Pass(request.Frames.First);
        }
    }

    private void GiveKeys(PendingRequest request)
    {
        var keys = request.Keys;
        if (session.Queue[0] != request) return;
        for (; keys.NextToGive < keys.Count; keys.NextToGive++)
        {
            if (keys.State(keys.NextToGive) == KeyState.Miss) continue;
            if (keys.State(keys.NextToGive) != KeyState.Hit) return;
            var part = keys.PartOf(keys.NextToGive)!;
            var frame = part.Frames.First;
            if (part.Outage == 0) Pass(frame);
            else
            {
                var (start, length) = keys[keys.NextToGive];
                var line = session.LineOf(request, session.Floor.ReplyLine);
                Pass(Rename(part.Shape, frame, line.Slice(start, length), isBase64: false));
            }

            part.Frames.RemoveFirst();
        }
    }

    /// <summary>A frame with the key as the client named it, in place of its name on the node that stands in.</summary>
    private ReadOnlySpan<byte> Rename(Part part, PendingRequest request, ReadOnlySpan<byte> frame)
    {
        var line = session.LineOf(request, session.Floor.ReplyLine);
        return Rename(part.Shape, frame, line.Slice(request.KeyStart, request.KeyLength), request.IsKeyBase64);
    }

    private static byte[] Rename(ReplyShape shape, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key, bool isBase64)
    {
        var renamed = new byte[frame.Length + key.Length + 2];
        return renamed[..KeyRewrite.Reply(shape, frame, key, isBase64, renamed)];
    }

    private void Store(FrameStore store, ReadOnlySpan<byte> frame)
    {
        store.Add(frame, session.Stored);
        if (session.Stored.Count <= session.Entrance.Limits.Output || session.IsBroken) return;
        session.Entrance.Counters.Add(EndpointCounter.RefusedOutput);
        session.IsBroken = true;
    }

    private void Pass(ReadOnlySpan<byte> frame)
    {
        if (MemcachedFrames.IsError(frame)) session.Entrance.Counters.AddErrorWord(frame);
        session.Output.Append(frame);
    }
}
