using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Mainstay.Core.Configuration;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>Sends updates to one name server, over TCP, signed, and believes signed answers only.</summary>
internal sealed class UpdateClient(DnsUpdateSpec spec, string zone, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly TsigKey _key = new(spec);

    /// <summary>The server, for people.</summary>
    public string Server { get; } = spec.Server.ToString();

    /// <summary>Sends one update. Returns null when it took effect.</summary>
    public async Task<UpdateRefusal?> SendAsync(ImmutableArray<string> names, NameSet wanted, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var (message, mac) = Write(names, wanted, ttl);
        using var deadline = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var answer = await ExchangeAsync(message, both.Token);
            if (UpdateReply.Read(answer) is not { } reply || reply.Id != BinaryPrimitives.ReadUInt16BigEndian(message)) return UpdateRefusal.NoAnswer("what answers there is no name server");
            var isSigned = reply.Signature is { } signature && _key.IsValid(mac, reply.Unsigned(answer), signature, time.GetUtcNow());
            return UpdateRefusal.Of(reply, isSigned, spec.KeyName, zone);
        }
        catch (SocketException e)
        {
            return UpdateRefusal.NoAnswer($"it cannot be connected to ({e.SocketErrorCode})");
        }
        catch (EndOfStreamException)
        {
            return UpdateRefusal.NoAnswer("it closed the connection without an answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return UpdateRefusal.NoAnswer($"it gave no answer within {Limit.TotalSeconds:0} s");
        }
    }

    private (byte[] Message, byte[] Mac) Write(ImmutableArray<string> names, NameSet wanted, TimeSpan ttl)
    {
        var writer = new WireWriter(new byte[ushort.MaxValue]);
        UpdateMessage.Write(ref writer, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), zone, names, wanted, ttl);
        var mac = _key.Sign(ref writer, time.GetUtcNow());
        return (writer.Written.ToArray(), mac);
    }

    private async Task<byte[]> ExchangeAsync(byte[] message, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await (IPAddress.TryParse(spec.Server.Host, out var ip)
            ? socket.ConnectAsync(new IPEndPoint(ip, spec.Server.Port), cancellationToken)
            : socket.ConnectAsync(spec.Server.Host, spec.Server.Port, cancellationToken));
        await using var stream = new NetworkStream(socket);
        var framed = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellationToken);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }
}
