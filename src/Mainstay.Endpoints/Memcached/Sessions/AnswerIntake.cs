using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Metrics;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Takes what nodes answer, and gives the client what it is owed, in the order in which it asked.</summary>
internal sealed class AnswerIntake(MemcachedContext session, Action go)
{
    /// <summary>Bytes of an answer of several nodes that are kept until all of them answered: fewer and larger pieces cost everybody less.</summary>
    private const long Together = 16 << 10;

    private static readonly byte[] _end = "END\r\n"u8.ToArray();

    /// <summary>One frame came.</summary>
    public void Take(Part part, ReadOnlySpan<byte> frame, bool isLast)
    {
        var request = part.Request;
        switch (request.Kind)
        {
            case RequestKind.OfKeys:
                TakeOfKeys(part, request, frame, isLast);
                break;
            case RequestKind.OfAll:
                Store(part.Frames, frame);
                if (!isLast) break;
                session.KeysDue--;
                if (--request.PartsDue == 0 && request.Stage == RequestStage.Sent) GatheredAnswer.Complete(request);
                break;
            default:
                TakeOfKey(part, request, frame, isLast);
                break;
        }
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

    private void TakeOfKeys(Part part, PendingRequest request, ReadOnlySpan<byte> frame, bool isLast)
    {
        var keys = request.Keys;
        session.Window.Replied(frame.Length);
        if (!isLast)
        {
            // 1. The key that it is; those before it are missing.
            Span<byte> name = stackalloc byte[OutageKey.Longest];
            var key = frame[MemcachedFrames.ValueKey(frame)];
            var line = session.LineOf(request, session.Floor.ReplyLine.AsSpan());
            while (part.KeysDue > 0)
            {
                var index = part.Keys[part.KeysKnown++];
                session.KeysDue--;
                var (start, length) = keys[index];
                var asked = line.Slice(start, length);
                var isIt = part.Outage == 0 ? key.SequenceEqual(asked) : key.SequenceEqual(name[..OutageKey.Write(asked, part.Outage, name)]);
                if (!isIt)
                {
                    Miss(part, request, index);
                    continue;
                }

                keys.Know(index, KeyState.Hit);
                if (request.Stage != RequestStage.Answered) Store(part.Frames, frame);
                break;
            }

            return;
        }

        // 2. The end: all that did not come are missing. An error ends the whole request, once what came was given.
        while (part.KeysDue > 0)
        {
            Miss(part, request, part.Keys[part.KeysKnown++]);
            session.KeysDue--;
        }

        request.PartsDue--;
        if (request.Stage == RequestStage.Answered) return;
        if (MemcachedFrames.IsError(frame))
        {
            GiveKeys(request);
            session.Abandon(request);
            request.Settle(frame.ToArray());
        }
    }

    private static bool IsMiss(PendingRequest request, ReadOnlySpan<byte> frame) => request.Verb == MemcachedVerb.MetaGet ? frame.StartsWith("EN"u8) : MemcachedFrames.IsEnd(frame);

    /// <summary>Has a key that is missing carried over from who had it before, and is asked for again then; false when there is nobody to have it from.</summary>
    private bool TryWarm(Part part, PendingRequest request, ReadOnlySpan<byte> frame)
    {
        if (session.Entrance.Route.View is not { } view) return false;
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

    /// <summary>One of several keys is missing on its node; it may be had from who had it before.</summary>
    private void Miss(Part part, PendingRequest request, int index)
    {
        var keys = request.Keys;
        if (part.CanWarm && keys.TryWarm(index) && session.Entrance.Route.View is { } view && TryWarm(view, part, request, index)) return;
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
            if (request.Stage == RequestStage.Answered || (request.PartsDue > 0 && session.Stored < Together)) return;
            GiveKeys(request);
            if (request.Keys.Open == 0 && request.PartsDue == 0) request.Settle(_end);
            return;
        }

        for (; request.Frames.Count > 0; request.Frames.RemoveFirst())
        {
            session.Stored -= request.Frames.First.Length;
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
            session.Stored -= frame.Length;
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
        store.Add(frame);
        session.Stored += frame.Length;
        if (session.Stored <= session.Entrance.Limits.Output || session.IsBroken) return;
        session.Entrance.Counters.Add(EndpointCounter.RefusedOutput);
        session.IsBroken = true;
    }

    private void Pass(ReadOnlySpan<byte> frame)
    {
        if (MemcachedFrames.IsError(frame)) session.Entrance.Counters.AddErrorWord(frame);
        session.Output.Append(frame);
    }
}
