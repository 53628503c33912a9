using System.Net;
using Mainstay.Endpoints.Listening;

namespace Mainstay.Endpoints.Tests.Listening;

public sealed class ProxyHeaderTests
{
    [Theory]
    [InlineData("203.0.113.7:40000", "203.0.113.7:40000")]
    [InlineData("[2001:db8::7]:40000", "[2001:db8::7]:40000")]
    [InlineData("[::ffff:203.0.113.7]:40000", "203.0.113.7:40000")]
    public void It_names_the_client(string client, string expected)
    {
        var header = ProxyBytes.From(IPEndPoint.Parse(client));
        Assert.Equal(header.Length, ProxyHeader.Length(header.AsSpan(0, ProxyHeader.PrefixBytes)));
        Assert.Equal(IPEndPoint.Parse(expected), ProxyHeader.Source(header));
    }

    [Theory]
    [InlineData(0x20, 0x00, 0)] // LOCAL: a health check of the proxy itself.
    [InlineData(0x20, 0xFF, 3)] // Whatever its family is said to be.
    [InlineData(0x21, 0x00, 0)]
    [InlineData(0x21, 0x00, 50)]
    [InlineData(0x21, 0x31, 216)]
    public void Without_an_address_of_the_network_it_names_nobody(byte command, byte family, int rest)
    {
        var header = ProxyBytes.Of(command, family, new byte[rest]);
        Assert.Equal(16 + rest, ProxyHeader.Length(header.AsSpan(0, 16)));
        Assert.Null(ProxyHeader.Source(header));
    }

    [Theory]
    [InlineData(0x11, 0x11, 12)] // Version 1.
    [InlineData(0x22, 0x11, 12)] // No such command.
    [InlineData(0x21, 0x12, 12)] // No TCP.
    [InlineData(0x21, 0x41, 12)] // No such family.
    [InlineData(0x21, 0x11, 11)] // Too short for its addresses.
    [InlineData(0x21, 0x21, 35)]
    [InlineData(0x21, 0x31, 215)]
    [InlineData(0x21, 0x11, 4081)] // Longer than is read.
    public void What_makes_no_sense_has_no_length(byte command, byte family, int rest) => Assert.Null(ProxyHeader.Length(ProxyBytes.Of(command, family, new byte[rest]).AsSpan(0, 16)));

    [Fact]
    public void What_is_added_is_skipped()
    {
        var header = ProxyBytes.From(IPEndPoint.Parse("203.0.113.7:40000"), new byte[500]);
        Assert.Equal(16 + 12 + 500, ProxyHeader.Length(header.AsSpan(0, 16)));
        Assert.Equal("203.0.113.7:40000", ProxyHeader.Source(header)!.ToString());
    }

    [Fact]
    public void Random_bytes_are_told_apart_and_never_read_beyond()
    {
        var random = new Random(11);
        var bytes = new byte[16];
        for (var i = 0; i < 200_000; i++)
        {
            random.NextBytes(bytes);
            if (i % 2 == 0) ProxyBytes.Of(0x21, 0x11, []).AsSpan(0, random.Next(12, 15)).CopyTo(bytes);
            if (ProxyHeader.Length(bytes) is not { } length) continue;
            Assert.InRange(length, 16, ProxyHeader.MostBytes);
            var whole = new byte[length];
            random.NextBytes(whole);
            bytes.CopyTo(whole, 0);
            ProxyHeader.Source(whole);
        }
    }
}
