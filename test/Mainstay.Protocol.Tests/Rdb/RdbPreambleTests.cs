using System.Text;
using CsCheck;
using Mainstay.Protocol.Rdb;

namespace Mainstay.Protocol.Tests.Rdb;

public class RdbPreambleTests
{
    private const string Id = "0123456789abcdef0123456789abcdef01234567";

    // As redis-server 7.0 writes it: strings, numbers of one, two and four bytes; then the first database.
    private static readonly byte[] Sample =
    [
        .. "REDIS0010"u8, .. Field("redis-ver", "7.0.15"), .. Named("redis-bits"), 0xC0, 64, .. Named("ctime"), 0xC2, 0x10, 0x32, 0x54, 0x65,
        .. Named("used-mem"), 0xC2, 0, 0, 16, 0, .. Named("repl-stream-db"), 0xC0, 0xFF, .. Field("repl-id", Id), .. Named("repl-offset"), 0xC1, 0x39, 0x30, .. Named("aof-base"), 0xC0, 0,
        0xFE, 0, 0xFB, 1, 0,
    ];

    [Fact]
    public void It_says_who_wrote_it_when_and_where_it_stands()
    {
        var read = RdbPreamble.Read(Sample);
        Assert.Equal((10, "7.0.15", 0x65543210L, 1L << 20, Id, 12345L), (read.Version, read.ServerVersion, read.WrittenAt, read.UsedMemory, read.ReplicationId, read.Offset));
        Assert.Equal(Sample.Length - 5, read.Length);
    }

    [Fact]
    public void In_another_history_all_else_stays()
    {
        var other = new string('f', 40);
        var read = RdbPreamble.Read(RdbPreamble.Read(Sample).In(other, 7));
        Assert.Equal((10, "7.0.15", 0x65543210L, other, 7L), (read.Version, read.ServerVersion, read.WrittenAt, read.ReplicationId, read.Offset));
    }

    [Fact]
    public void One_of_no_history_is_given_one()
    {
        var read = RdbPreamble.Read(RdbPreamble.Read([.. "REDIS0011"u8, 0xFF]).In(Id, 1));
        Assert.Equal((11, Id, 1L), (read.Version, read.ReplicationId, read.Offset));
    }

    [Fact]
    public void A_compressed_value_is_passed_over()
    {
        var read = RdbPreamble.Read([.. "REDIS0010"u8, .. Named("note"), 0xC3, 4, 30, 1, 2, 3, 4, .. Field("redis-ver", "7.2.0"), 0xFF]);
        Assert.Equal("7.2.0", read.ServerVersion);
    }

    [Theory]
    [InlineData("", "no RDB file")]
    [InlineData("REDIS00", "no RDB file")]
    [InlineData("SSIDER0010", "no RDB file")]
    [InlineData("REDISabcd", "no RDB file")]
    [InlineData("REDIS0003", "version 3")]
    public void What_is_no_such_file_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<RdbFormatException>(() => RdbPreamble.Read(Encoding.Latin1.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Select(Gen.Int[0, Sample.Length], Gen.Byte.Array[0, 64]).Sample((kept, noise) =>
    {
        try
        {
            var read = RdbPreamble.Read([.. Sample.AsSpan(0, kept), .. noise]);
            return read.Length <= kept + noise.Length;
        }
        catch (RdbFormatException)
        {
            return true;
        }
    });

    private static byte[] Named(string key) => [0xFA, (byte)key.Length, .. Encoding.ASCII.GetBytes(key)];

    private static byte[] Field(string key, string value) => [.. Named(key), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
