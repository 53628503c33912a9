using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>
/// Requests and their parts to be used again, of one loop. A part goes back only once its node answered: before, its place in the row is taken. What
/// requests in use take besides their bytes is charged to the cluster's budget, for the shortest take far more than they are long.
/// </summary>
/// <param name="budget">What requests may take.</param>
internal sealed class RequestPool(BudgetShare budget)
{
    private const int MostKept = 4096;

    /// <summary>Bytes that a request takes, about.</summary>
    private const int RequestBytes = 512;

    /// <summary>Bytes that each of several keys takes.</summary>
    private const int KeyBytes = 20;

    private readonly Stack<PendingRequest> _requests = new();
    private readonly Stack<Part> _parts = new();

    /// <summary>A request as new.</summary>
    public PendingRequest Rent()
    {
        if (!_requests.TryPop(out var request)) request = new PendingRequest();
        Charge(request, RequestBytes);
        return request;
    }

    /// <summary>A request has all its keys.</summary>
    public void ChargeKeys(PendingRequest request) => Charge(request, (long)request.Keys.Count * KeyBytes);

    /// <summary>A part as new.</summary>
    public Part RentPart() => _parts.TryPop(out var part) ? part : new Part();

    /// <summary>Takes a request back, and those of its parts that are over.</summary>
    public void Return(PendingRequest request)
    {
        foreach (var part in request.Parts)
        {
            part.Owner = null;
            part.Frames.Clear();
            if (!part.IsOver || _parts.Count == MostKept) continue;
            part.Reset();
            _parts.Push(part);
        }

        budget.Return(request.Charged);
        request.Reset();
        if (_requests.Count < MostKept) _requests.Push(request);
    }

    private void Charge(PendingRequest request, long bytes)
    {
        budget.Take(bytes);
        request.Charged += bytes;
    }
}
