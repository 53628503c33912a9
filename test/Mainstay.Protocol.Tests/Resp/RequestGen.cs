using System.Text;
using CsCheck;

namespace Mainstay.Protocol.Tests.Resp;

/// <summary>Requests as clients send them: multibulk mostly, some inline, some empty.</summary>
internal static class RequestGen
{
    private static readonly Gen<string> _argument = Gen.Frequency(
        (6, Gen.Char['\0', 'ÿ'].Array[0, 12].Select(bytes => new string(bytes))),
        (1, Gen.Int[0, 3000].Select(length => new string('x', length))),
        (1, Gen.Const("\r\n")));

    public static Gen<string> Request { get; } = Gen.Frequency(
        (8, _argument.Array[1, 5].Select(arguments => $"*{arguments.Length}\r\n{string.Concat(arguments.Select(argument => $"${argument.Length}\r\n{argument}\r\n"))}")),
        (1, Gen.OneOf("*0\r\n", "*-1\r\n", "\r\n", "\n", "PING\r\n", "GET key\n")));

    /// <summary>Bytes of <paramref name="valid"/>, some of them exchanged, taken out, doubled or cut off, mostly at the places that matter.</summary>
    public static Gen<byte[]> Mutated(Gen<string> valid) =>
        Gen.Select(valid.Array[1, 5], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1 << 20], Gen.OneOf("*$+-:%~>|_#(,!=\r\n019?x"u8.ToArray())).Array[0, 3]).Select((frames, changes) =>
        {
            var bytes = Encoding.Latin1.GetBytes(string.Concat(frames)).ToList();
            foreach (var (kind, place, value) in changes)
            {
                if (bytes.Count == 0) break;
                var at = place % bytes.Count;
                if (kind == 0) bytes[at] = value;
                else if (kind == 1) bytes.RemoveAt(at);
                else if (kind == 2) bytes.Insert(at, value);
                else bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + (place % 7)));
            }

            return bytes.ToArray();
        });
}
