using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Finds where the arguments of a request lie; keeps its table between requests.</summary>
internal sealed class ArgumentRanges
{
    private const int LargestKept = 1024;

    private (int Start, int Length)[] _ranges = new (int, int)[16];

    /// <summary>The first arguments of <paramref name="frame"/>, at most <paramref name="most"/>; whether these are all tells <paramref name="complete"/>.</summary>
    public CommandArguments Read(ReadOnlySpan<byte> frame, int most, out bool complete)
    {
        if (_ranges.Length > LargestKept) _ranges = new (int, int)[16];
        var request = new RespRequest(frame);
        var count = 0;
        while (count < most && request.TryNext(out var argument))
        {
            if (count == _ranges.Length) Array.Resize(ref _ranges, count * 2);
            _ranges[count++] = (request.ArgumentStart, argument.Length);
        }

        complete = count == request.Count;
        return new CommandArguments(frame, _ranges.AsSpan(0, count));
    }
}
