using Mainstay.Core;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Metrics;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>One session's share of what the cluster's endpoints hold: enters requests in the ledger, and refuses those that can't be held (any longer).</summary>
internal sealed class HeldRequests(MemcachedContext session)
{
    /// <summary>Requests of this session that are held.</summary>
    public int Count { get; private set; }

    /// <summary>Since when the session could send nothing.</summary>
    private Instant? _since;

    /// <summary>Holds a request that cannot be sent now, or refuses it. What waited behind another as long as allowed does not wait anew.</summary>
    public void Hold(PendingRequest request)
    {
        if (request.IsHeld) return;
        _since ??= session.Entrance.Now;
        request.HeldSince ??= request.Received > _since ? request.Received : _since.Value;
        if (HoldRules.Expired(session.Entrance.Ledger.Spec, request.HeldSince.Value, session.Entrance.Now))
        {
            Refuse(request, HoldRefusal.Time);
            return;
        }

        var refusal = session.Entrance.Ledger.TryEnter(request.Size);
        if (refusal != HoldRefusal.None)
        {
            Refuse(request, refusal);
            return;
        }

        Count++;
        (request.IsHeld, request.IsEntered) = (true, true);
        session.Entrance.Counters.AddHeld(1);
        session.Entrance.Counters.Add(EndpointCounter.CommandsHeld);
    }

    /// <summary>A request was sent, or answered otherwise than by a refusal.</summary>
    public void Sent(PendingRequest request)
    {
        Release(request);
        if (request.Stage == RequestStage.Sent) _since = null;
    }

    /// <summary>The request is held no more.</summary>
    public void Release(PendingRequest request)
    {
        if (!request.IsHeld) return;
        Count--;
        request.IsHeld = request.IsEntered = false;
        session.Entrance.Counters.AddHeld(-1);
        session.Entrance.Ledger.Leave(request.Size);
    }

    /// <summary>Refuses those held as long as allowed; whether there was any.</summary>
    public bool RefuseExpired()
    {
        if (Count == 0) return false;
        var any = false;
        for (var i = 0; i < session.Queue.Count; i++)
        {
            var request = session.Queue[i];
            if (!request.IsHeld || !HoldRules.Expired(session.Entrance.Ledger.Spec, request.HeldSince!.Value, session.Entrance.Now)) continue;
            Refuse(request, HoldRefusal.Time);
            any = true;
        }

        return any;
    }

    /// <summary>The client went away: nobody waits for them.</summary>
    public void DropAll()
    {
        session.Entrance.Counters.Add(EndpointCounter.DroppedWithClient, Count);
        for (var i = 0; i < session.Queue.Count; i++) Release(session.Queue[i]);
    }

    private void Refuse(PendingRequest request, HoldRefusal refusal)
    {
        Release(request);
        session.Entrance.CountRefusal(refusal);
        if (request.LostOn is not null) session.Entrance.Counters.Add(EndpointCounter.Indeterminate);
        var error = request.LostOn is null ? MemcachedReplies.TryAgain(refusal, session.Entrance.Ledger.Spec.Time) : MemcachedReplies.Indeterminate;
        session.Fail(request, error);
    }
}
