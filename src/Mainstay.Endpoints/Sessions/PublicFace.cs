using System.Buffers;
using System.Globalization;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Rewrites replies that tell a node's place in the topology into the endpoint's own face.</summary>
internal sealed class PublicFace(EndpointContext endpoint)
{
    private bool IsReader => endpoint.Kind == EndpointKind.Reader;

    /// <summary>The reply to show.</summary>
    public byte[] Rewrite(CommandAction action, ReadOnlySpan<byte> frame)
    {
        var output = new ArrayBufferWriter<byte>(frame.Length + 64);
        var reply = RespReader.Read(frame);
        switch (action)
        {
            case CommandAction.Role:
                WriteRole(output, reply);
                break;
            case CommandAction.Hello:
                WriteHello(output, reply);
                break;
            case CommandAction.ClientList:
                WriteText(output, reply, PublicInfo.ClientLines(reply.Text, endpoint.Address.ToString()));
                break;
            default:
                var primary = endpoint.PrimaryEndpoint ?? endpoint.Address;
                WriteText(output, reply, PublicInfo.Info(reply.Text, IsReader, endpoint.Address.Port, primary.Host, primary.Port));
                break;
        }

        return output.WrittenSpan.ToArray();
    }

    private void WriteRole(ArrayBufferWriter<byte> output, RespValue reply)
    {
        var isReplica = reply.Items.Length > 0 && reply.Items[0].Text == "slave";
        var offset = reply.Items.Length > 1 ? (isReplica ? reply.Items[^1] : reply.Items[1]).Number ?? 0 : 0;
        RespWriter.WriteHeader(output, RespType.Array, IsReader ? 5 : 3);
        RespWriter.WriteBulk(output, IsReader ? "slave" : "master");
        if (IsReader)
        {
            var primary = endpoint.PrimaryEndpoint ?? endpoint.Address;
            RespWriter.WriteBulk(output, primary.Host);
            RespWriter.WriteInteger(output, primary.Port);
            RespWriter.WriteBulk(output, "connected");
            RespWriter.WriteInteger(output, offset);
            return;
        }

        RespWriter.WriteInteger(output, offset);
        RespWriter.WriteHeader(output, RespType.Array, 0);
    }

    private void WriteHello(ArrayBufferWriter<byte> output, RespValue reply)
    {
        var isMap = reply.Type == RespType.Map;
        RespWriter.WriteHeader(output, isMap ? RespType.Map : RespType.Array, isMap ? reply.Items.Length / 2 : reply.Items.Length);
        for (var i = 0; i + 1 < reply.Items.Length; i += 2)
        {
            RespWriter.WriteBulk(output, reply.Items[i].Bytes);
            if (reply.Items[i].Text == "role") RespWriter.WriteBulk(output, IsReader ? "replica" : "master");
            else WriteValue(output, reply.Items[i + 1]);
        }
    }

    private static void WriteValue(ArrayBufferWriter<byte> output, RespValue value)
    {
        if (value.Type == RespType.Integer) RespWriter.WriteInteger(output, value.Number ?? 0);
        else if (value.Type is RespType.Array or RespType.Map)
        {
            RespWriter.WriteHeader(output, value.Type, value.Type == RespType.Map ? value.Items.Length / 2 : value.Items.Length);
            foreach (var item in value.Items) WriteValue(output, item);
        }
        else RespWriter.WriteBulk(output, value.Bytes);
    }

    private static void WriteText(ArrayBufferWriter<byte> output, RespValue reply, string text)
    {
        if (reply.Type != RespType.Verbatim)
        {
            RespWriter.WriteBulk(output, text);
            return;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"txt:{text}"));
        RespWriter.WriteHeader(output, RespType.Verbatim, bytes.Length);
        output.Write(bytes);
        output.Write("\r\n"u8);
    }
}
