using CsCheck;
using Mainstay.Protocol.Rdb;

namespace Mainstay.Protocol.Tests.Rdb;

public class RdbChecksumTests
{
    /// <summary>The check value that redis' own crc64 test has.</summary>
    [Fact]
    public void It_is_the_servers()
    {
        var sum = new RdbChecksum();
        sum.Add("123456789"u8);
        Assert.Equal(0xE9C6D914C4B8D9CAUL, sum.Value);
    }

    [Fact]
    public void Pieces_sum_to_the_whole() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300]).Sample((bytes, cut) =>
    {
        var (whole, pieces) = (new RdbChecksum(), new RdbChecksum());
        whole.Add(bytes);
        pieces.Add(bytes.AsSpan(0, Math.Min(cut, bytes.Length)));
        pieces.Add(bytes.AsSpan(Math.Min(cut, bytes.Length)));
        return whole.Value == pieces.Value;
    });
}
