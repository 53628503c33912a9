using System.Text;
using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Metrics;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Takes whole requests from the log, knows what they are, and answers those that no node is asked for.</summary>
internal sealed class RequestIntake(MemcachedContext session)
{
    /// <summary>Bytes of the longest line.</summary>
    public const int LongestLine = 64 << 10;

    /// <summary>
    /// Bytes of the longest line that goes to a node, get and gets aside: a server closes a connection on which more than 2 KiB of a line wait for
    /// their end, and that connection is everybody's. The rest is for a key that gets a longer name.
    /// </summary>
    private const int LongestPlainLine = 1 << 10;

    /// <summary>Bytes of the beginning of a request that go along to another process.</summary>
    private const int MostBegun = 32 << 10;

    private static readonly byte[] _noOp = "MN\r\n"u8.ToArray();

    private PendingRequest? _awaitsData;
    private long _scanned;
    private long _toSkip;

    /// <summary>Whether a request has begun and not ended.</summary>
    public bool InRequest => _awaitsData is not null || _toSkip > 0 || session.Log.End > session.Taken;

    /// <summary>Whether what was read of the next request, if anything, is just a short beginning of it.</summary>
    public bool IsPlain => _awaitsData is null && _toSkip == 0 && session.Log.End - session.Taken <= MostBegun;

    /// <summary>Takes all requests that are complete, oldest first.</summary>
    public void TakeAll()
    {
        var first = session.Queue.Count;
        while (!session.IsEnding && TakeNext())
        {
        }

        session.Entrance.Counters.Add(EndpointCounter.Commands, session.Queue.Count - first);
    }

    /// <summary>Nothing more is taken; the client gets <paramref name="error"/> after all that it is owed.</summary>
    public void EndWith(string error)
    {
        Forget();
        session.Taken = _scanned = session.Log.End;
        Add(Rent(session.Taken, 0, session.Taken), RequestKind.Own).Settle(MemcachedContext.Line(error));
        session.IsEnding = true;
    }

    /// <summary>The client is gone.</summary>
    public void Forget()
    {
        if (_awaitsData is not null) session.Floor.Requests.Return(_awaitsData);
        _awaitsData = null;
    }

    private bool TakeNext()
    {
        // 1. What belongs to a request that was refused already.
        var log = session.Log;
        if (_toSkip > 0)
        {
            var skipped = Math.Min(_toSkip, log.End - session.Taken);
            _toSkip -= skipped;
            session.Taken = _scanned = session.Taken + skipped;
            return skipped > 0;
        }

        // 2. Data of which the line was taken.
        if (_awaitsData is { } waiting) return log.End >= waiting.End && TakeData(waiting);
        if (session.Taken == log.End) return false;

        // 3. The next line, or what is no text.
        if (log.Slice(session.Taken, log.End)[0] == BinaryRequest.Magic) return TakeBinary();
        if (!FindEnd(out var end))
        {
            if (log.End - session.Taken <= LongestLine) return false;
            session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
            EndWith(MemcachedReplies.LineTooLong);
            return false;
        }

        if (end - session.Taken > LongestLine)
        {
            session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
            EndWith(MemcachedReplies.LineTooLong);
            return false;
        }

        TakeLine(session.Taken, end);
        return true;
    }

    /// <summary>Finds the end of the line; its place is behind it.</summary>
    private bool FindEnd(out long end)
    {
        var log = session.Log;
        _scanned = Math.Max(_scanned, session.Taken);
        while (_scanned < log.End)
        {
            var piece = log.Slice(_scanned, log.End);
            var at = piece.IndexOf((byte)'\n');
            _scanned += at < 0 ? piece.Length : at + 1;
            if (at < 0) continue;
            end = _scanned;
            return true;
        }

        end = 0;
        return false;
    }

    private void TakeLine(long start, long end)
    {
        var whole = session.Between(start, end, session.Floor.Line);
        var text = whole.Length > 1 && whole[^2] == (byte)'\r' ? whole[..^2] : whole[..^1];
        var line = MemcachedLine.Parse(text);
        if (line.Fault is { } fault)
        {
            session.Taken = end;

            // The data of a line that is refused are not run as commands, as the server's newer versions have it.
            _toSkip = line.FaultData;
            session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
            Add(Rent(start, text.Length, end), RequestKind.Own).Settle(line.NoReply || line.FaultCloses ? null : MemcachedContext.Line(fault));
            session.IsEnding |= line.FaultCloses;
            return;
        }

        // A line begins with its verb and ends with its text; if there is more of it, it must be written anew for a node.
        var blanks = text.Length - text.TrimStart((byte)' ').Length;
        var request = Describe(line, Rent(start + blanks, line.Text.Length, end));
        request.IsWhole = blanks + line.Text.Length == text.Length;
        if (IsTooLong(line))
        {
            session.Taken = end;
            _toSkip = line.DataBytes < 0 ? 0 : line.DataBytes + 2;
            session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
            Add(request, RequestKind.Own).Settle(request.IsSilent ? null : MemcachedContext.Line(MemcachedReplies.PlainLineTooLong));
        }
        else if (line.DataBytes < 0)
        {
            session.Taken = end;
            Admit(line, request);
        }
        else if (line.DataBytes > session.Entrance.MostValueBytes)
        {
            // In the server's words; what comes of it is not kept.
            session.Taken = end;
            _toSkip = line.DataBytes + 2;
            RefuseTooLarge(line, request);
        }
        else
        {
            request.End = end + line.DataBytes + 2;
            _awaitsData = request;
        }
    }

    /// <summary>Whether a node might close the connection over a line. A gat is shared out anew, its time aside.</summary>
    private static bool IsTooLong(in MemcachedLine line) => line.Verb switch
    {
        MemcachedVerb.Get or MemcachedVerb.Gets => false,
        MemcachedVerb.Gat or MemcachedVerb.Gats when line.HasMoreKeys => line.KeyRange.Start.Value > LongestPlainLine,
        _ => line.Text.Length > LongestPlainLine,
    };

    /// <summary>A value that is too large to be set takes away the one before, as at the server: nobody may go on with what was to be replaced.</summary>
    private void RefuseTooLarge(in MemcachedLine line, PendingRequest request)
    {
        var answer = request.IsSilent ? null : MemcachedContext.Line(MemcachedReplies.TooLarge);
        if (line.Verb is not (MemcachedVerb.Set or MemcachedVerb.MetaSet))
        {
            Add(request, RequestKind.Own).Settle(answer);
            return;
        }

        request.Instead = [.. line.IsKeyBase64 ? "md "u8 : "delete "u8, .. line.Key, .. line.IsKeyBase64 ? " b"u8 : ""u8];
        (request.Answer, request.IsRepeatable) = (answer, true);
        Add(request, RequestKind.OfKey);
    }

    private bool TakeData(PendingRequest request)
    {
        _awaitsData = null;
        session.Taken = _scanned = request.End;
        Span<byte> end = stackalloc byte[2];
        session.Log.Copy(request.End - 2, request.End, end);
        if (end.SequenceEqual("\r\n"u8)) Add(request, RequestKind.OfKey);
        else
        {
            session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
            Add(request, RequestKind.Own).Settle(request.IsSilent ? null : MemcachedContext.Line(MemcachedReplies.BadChunk));
        }

        return true;
    }

    private PendingRequest Rent(long start, int lineLength, long end)
    {
        var request = session.Floor.Requests.Rent();
        (request.Start, request.LineLength, request.Data, request.End, request.Received) = (start, lineLength, end, end, session.Entrance.Now);
        return request;
    }

    private static PendingRequest Describe(in MemcachedLine line, PendingRequest request)
    {
        var (start, length) = line.KeyRange.GetOffsetAndLength(line.Text.Length);
        (request.Verb, request.KeyStart, request.KeyLength, request.IsKeyBase64) = (line.Verb, start, length, line.IsKeyBase64);
        (request.IsSilent, request.IsQuiet) = (line.NoReply, line.IsQuiet);
        request.IsRepeatable = line.Verb switch
        {
            MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats or MemcachedVerb.Touch or MemcachedVerb.MetaDebug => true,

            // With N it may make an item, and whoever asks again is told that somebody else did.
            MemcachedVerb.MetaGet => !HasFlag(line.Text, (byte)'N'),
            MemcachedVerb.Stats or MemcachedVerb.FlushAll or MemcachedVerb.Verbosity or MemcachedVerb.Version => true,
            _ => false,
        };
        return request;
    }

    private void Admit(in MemcachedLine line, PendingRequest request)
    {
        switch (line.Verb)
        {
            case MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats when line.HasMoreKeys:
                foreach (var key in line.GetKeys())
                {
                    var (start, length) = key.GetOffsetAndLength(line.Text.Length);
                    request.Keys.Add(start, length);
                }

                session.Floor.Requests.ChargeKeys(request);
                Add(request, RequestKind.OfKeys);
                break;
            case MemcachedVerb.Get or MemcachedVerb.Gets when line.Key.SequenceEqual(DiscoveryAnswer.Key):
                Add(request, RequestKind.OfCluster);
                break;
            case MemcachedVerb.Version:
                Add(request, RequestKind.OfCluster);
                break;
            case MemcachedVerb.Config:
                AdmitConfig(line, request);
                break;
            case MemcachedVerb.Stats:
                AdmitStats(line, request);
                break;
            case MemcachedVerb.FlushAll or MemcachedVerb.Verbosity:
                Add(request, RequestKind.OfAll);
                break;
            case MemcachedVerb.MetaNoOp:
                Add(request, RequestKind.Own).Settle(_noOp);
                break;
            case MemcachedVerb.Quit:
                Add(request, RequestKind.Own).Settle(null);
                session.IsEnding = true;
                break;
            case MemcachedVerb.NodeOnly:
                session.Entrance.Counters.Add(EndpointCounter.Denied);
                var space = line.Text.IndexOf((byte)' ');
                Add(request, RequestKind.Own).Settle(MemcachedContext.Line(MemcachedReplies.NodeOnly(Encoding.Latin1.GetString(space < 0 ? line.Text : line.Text[..space]))));
                break;
            default:
                Add(request, RequestKind.OfKey);
                break;
        }
    }

    private void AdmitConfig(in MemcachedLine line, PendingRequest request)
    {
        var words = Encoding.Latin1.GetString(line.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, "get", "cluster"]) Add(request, RequestKind.OfCluster);
        else
        {
            session.Entrance.Counters.Add(EndpointCounter.Denied);
            Add(request, RequestKind.Own).Settle(MemcachedContext.Line(words is [_, "set" or "delete", ..] ? MemcachedReplies.ListIsOurs : MemcachedReplies.NoSuchConfiguration));
        }
    }

    private void AdmitStats(in MemcachedLine line, PendingRequest request)
    {
        var words = Encoding.Latin1.GetString(line.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, "conns"]) Add(request, RequestKind.Own).Settle(MemcachedContext.Line(MemcachedReplies.OneNodesConnections));
        else if (words is [_, "mainstay"]) Add(request, RequestKind.OfCluster);
        else if (words.Length > 1 && session.Floor.View?.Topology.Node(words[1]) is not null)
        {
            request.Node = words[1];
            request.Instead = Encoding.Latin1.GetBytes(string.Join(' ', words.Where((_, index) => index != 1)));
            Add(request, RequestKind.OfNode);
        }
        else Add(request, RequestKind.OfAll);
    }

    /// <summary>The binary protocol is known just well enough to tell its clients.</summary>
    private bool TakeBinary()
    {
        var log = session.Log;
        Span<byte> header = stackalloc byte[BinaryRequest.HeaderBytes];
        var have = log.Copy(session.Taken, log.End, header);
        if (have < header.Length) return false;
        session.Entrance.Counters.Add(EndpointCounter.ProtocolErrors);
        if (!BinaryRequest.TryRead(header, out var opcode, out var keyLength, out var extrasLength, out var bodyLength, out var opaque))
        {
            EndWith("ERROR");
            return false;
        }

        // Only of the one request that is served is the key looked at; the bodies of the others are passed over.
        const int LongestKey = 64;
        var start = session.Taken;
        if (opcode == BinaryRequest.ConfigGet && keyLength <= LongestKey && bodyLength <= 2 * LongestKey)
        {
            if (log.End - start < header.Length + bodyLength) return false;
            Span<byte> key = stackalloc byte[keyLength];
            log.Copy(start + header.Length + extrasLength, start + header.Length + extrasLength + keyLength, key);
            session.Taken = _scanned = start + header.Length + bodyLength;
            var request = Rent(start, 0, session.Taken);
            (request.Verb, request.BinaryOpaque) = (MemcachedVerb.Config, opaque);
            if (key.SequenceEqual("cluster"u8)) Add(request, RequestKind.OfCluster);
            else Add(request, RequestKind.Own).Settle(BinaryRequest.Refusal(opcode, opaque));
            return true;
        }

        session.Taken = _scanned = start + header.Length;
        _toSkip = bodyLength;
        Add(Rent(start, 0, session.Taken), RequestKind.Own).Settle(BinaryRequest.Refusal(opcode, opaque));
        return true;
    }

    private PendingRequest Add(PendingRequest request, RequestKind kind)
    {
        request.Kind = kind;
        session.Queue.Add(request);
        return request;
    }

    private static bool HasFlag(ReadOnlySpan<byte> line, byte flag)
    {
        var words = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == (byte)' ' || (i > 0 && line[i - 1] != (byte)' ')) continue;
            if (++words > 2 && line[i] == flag) return true;
        }

        return false;
    }
}
