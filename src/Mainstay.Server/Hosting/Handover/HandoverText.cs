using System.Text.Json;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>Messages as bytes and back. Pure.</summary>
internal static class HandoverText
{
    /// <summary>Bytes of the longest message; a unix socket's own bound is above it.</summary>
    public const int Longest = 128 << 10;

    /// <summary>The message as bytes.</summary>
    public static byte[] Write(HandoverMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, HandoverJson.Default.HandoverMessage);

    /// <summary>What the bytes say, or null, and then why they say nothing.</summary>
    public static HandoverMessage? Read(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = bytes.Length > Longest ? $"a message is longer than {Longest} bytes" : null;
        if (fault is not null) return null;
        try
        {
            var message = JsonSerializer.Deserialize(bytes, HandoverJson.Default.HandoverMessage);
            fault = message is null ? "a message is null" : Gap(message);
            return fault is null ? message : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            fault = $"a message is none of version {HandoverMessage.Version}: {e.Message.Split(" Path: ")[0]}";
            return null;
        }
    }

    /// <summary>Writes and reads a client once, so that the code for it is there when clients wait for it.</summary>
    public static void Rehearse() =>
        Read(Write(new HandoverMessage.Client { Group = "", Kind = EndpointKind.Primary, Tls = false, Address = "127.0.0.1:1", Protocol = 2, Credentials = ["x"u8.ToArray()], Begun = [1] }), out _);

    // Arrays and elements of arrays that are missing pass the serializer.
    private static string? Gap(HandoverMessage message) => message switch
    {
        HandoverMessage.Hello { Speaks.IsDefault: true } => "hello without speaks",
        HandoverMessage.Hello { DrainSeconds: var drain } when !(drain is >= 0 and <= 86400) => "hello with an impossible drain",
        HandoverMessage.Fence { DrainMilliseconds: var drain } when !(drain is >= 0 and <= 86400000) => "fence with an impossible drain",
        HandoverMessage.Topology { Snapshot.Nodes: var nodes } when nodes.IsDefault || nodes.Any(node => node is null) => "a topology without nodes",
        HandoverMessage.Cluster { Snapshot.Nodes: var nodes } when nodes.IsDefault || nodes.Any(node => node is null) => "a cluster without nodes",
        HandoverMessage.Client { Credentials: { } credentials } when credentials.IsDefault || credentials.Any(one => one is null) => "credentials that are none",
        HandoverMessage.Client { Settings: var settings } when settings.Values.Any(value => value is null) => "a setting that is none",
        _ => null,
    };
}
