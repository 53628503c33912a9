namespace Mainstay.TestKit.Fuzzing;

/// <summary>Spoils well-formed frames in the ways in which frames are spoilt: single bytes, lengths, line ends, pieces that are missing or come twice.</summary>
public static class ByteMutation
{
    private static readonly string[] Nasty =
    [
        "*", "$", "\r\n", "\n", "\r", "*0\r\n", "*-1\r\n", "$-1\r\n", "*1048576\r\n", "*1048577\r\n", "$536870912\r\n", "$536870913\r\n", "*99999999999999999999\r\n", "$4294967296\r\n", "*2147483648\r\n",
        "$0\r\n\r\n", "*1\r\n*1\r\n*1\r\n", "$?\r\n", "%1\r\n", "|1\r\n", ">2\r\n", "\0", "ÿ", "\"", "'", "GET / HTTP/1.1\r\n", "-1", "+1", "01", " ",
    ];

    /// <summary>A copy, changed in up to <paramref name="most"/> places; now and then in none.</summary>
    public static byte[] Spoil(byte[] bytes, Random random, int most)
    {
        var spoilt = new List<byte>(bytes);
        for (var left = random.Next(most + 1); left > 0 && spoilt.Count > 0; left--)
        {
            var at = random.Next(spoilt.Count);
            var length = Math.Min(random.Next(1, 20), spoilt.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    spoilt[at] = (byte)random.Next(256);
                    break;
                case 1:
                    spoilt[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    spoilt.RemoveRange(at, length);
                    break;
                case 3:
                    spoilt.InsertRange(at, spoilt.GetRange(at, length));
                    break;
                case 4:
                    spoilt.InsertRange(at, Nasty[random.Next(Nasty.Length)].Select(c => (byte)c));
                    break;
                case 5:
                    Replace(spoilt, at, Nasty[random.Next(Nasty.Length)]);
                    break;
                default:
                    spoilt.RemoveRange(at, spoilt.Count - at);
                    break;
            }
        }

        return [.. spoilt];
    }

    /// <summary>The bytes in pieces of random lengths, single bytes among them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes, Random random, int longest)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(3) == 0 ? 1 : random.Next(1, longest + 1), bytes.Length - at);
            yield return bytes.AsMemory(at, length);
            at += length;
        }
    }

    private static void Replace(List<byte> bytes, int at, string by)
    {
        for (var i = 0; i < by.Length && at + i < bytes.Count; i++) bytes[at + i] = (byte)by[i];
    }
}
