using System.Globalization;
using System.Text;

namespace Mainstay.TestKit.Resp;

/// <summary>Reads replies from a stream. Written apart from the program's own codec, so that one does not excuse the other's mistakes.</summary>
internal sealed class RespReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start, _end;

    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="InvalidDataException">That is no RESP.</exception>
    public async ValueTask<RespReply> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await LineAsync(cancellationToken);
        if (line.Length == 0) throw new InvalidDataException("an empty line where a reply should begin");
        var (kind, rest) = (line[0], line[1..]);
        switch (kind)
        {
            case '+' or '-' or ':' or '#' or ',' or '(':
                return new RespReply(kind, rest, null);
            case '_':
                return new RespReply(kind, null, null);
            case '$' or '=' or '!':
                var length = int.Parse(rest, CultureInfo.InvariantCulture);
                return new RespReply(kind, length < 0 ? null : await BytesAsync(length, cancellationToken), null);
            case '*' or '%' or '~' or '>':
                var count = int.Parse(rest, CultureInfo.InvariantCulture) * (kind == '%' ? 2 : 1);
                if (count < 0) return new RespReply(kind, null, null);
                var items = new RespReply[count];
                for (var i = 0; i < count; i++) items[i] = await ReadAsync(cancellationToken);
                return new RespReply(kind, null, items);
            default:
                throw new InvalidDataException($"no reply begins with \"{kind}\": {line}");
        }
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var upTo = end < 0 ? _end : end;
            line.Append(Encoding.UTF8.GetString(_buffer, _start, upTo - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0) return line.ToString().TrimEnd('\r');
            await FillAsync(cancellationToken);
        }
    }

    private async ValueTask<string> BytesAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length + 2];
        for (var have = 0; have < bytes.Length;)
        {
            if (_start == _end) await FillAsync(cancellationToken);
            var take = Math.Min(bytes.Length - have, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(bytes.AsSpan(have));
            _start += take;
            have += take;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        if (_end == 0) throw new EndOfStreamException("the server closed the connection");
    }
}
