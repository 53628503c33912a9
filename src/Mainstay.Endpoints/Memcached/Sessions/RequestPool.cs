using Mainstay.Endpoints.Memcached.Upstreams;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Requests and their parts to be used again, of one loop. A part goes back only once its node answered: before, its place in the row is taken.</summary>
internal sealed class RequestPool
{
    private const int MostKept = 4096;

    private readonly Stack<PendingRequest> _requests = new();
    private readonly Stack<Part> _parts = new();

    /// <summary>A request as new.</summary>
    public PendingRequest Rent() => _requests.TryPop(out var request) ? request : new PendingRequest();

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

        request.Reset();
        if (_requests.Count < MostKept) _requests.Push(request);
    }
}
