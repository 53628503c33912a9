using System.Globalization;
using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Makes the request of a blocking command that goes to another node: the time that is left, the ids that <c>$</c> stood for.</summary>
internal static class WaitRewrite
{
    /// <summary>The server takes 0 for "for ever": what has run out waits this long, which is as good as not at all.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>The request to send, or null when the client's own does.</summary>
    public static byte[]? Make(PendingCommand command, CommandArguments arguments, TimeSpan waited)
    {
        var position = command.Spec.Action switch
        {
            CommandAction.WaitSecondsLast => arguments.Count - 1,
            CommandAction.WaitSecondsFirst => 1,
            CommandAction.StreamRead => CommandTable.BlockOption(arguments) + 1,
            _ => -1,
        };
        if (position <= 0 || position >= arguments.Count) return null;
        var left = waited == TimeSpan.Zero ? null : Left(arguments.Text(position), waited, command.Spec.Action == CommandAction.StreamRead);
        if (left is null && command.Resolved is not { Count: > 0 }) return null;
        var all = new List<byte[]>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i == position && left is not null) all.Add(left);
            else if (waited > TimeSpan.Zero && command.Resolved is not null && command.Resolved.TryGetValue(i, out var id)) all.Add(id);
            else all.Add(arguments[i].ToArray());
        }

        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RespWriter.WriteCommand(output, all);
        return output.WrittenSpan.ToArray();
    }

    private static byte[]? Left(string asked, TimeSpan waited, bool inMilliseconds)
    {
        if (!double.TryParse(asked, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number > 0) || number > 1e12) return null;
        var left = (inMilliseconds ? number / 1000 : number) - waited.TotalSeconds;
        if (left < _shortest.TotalSeconds) left = _shortest.TotalSeconds;
        var text = inMilliseconds ? Math.Ceiling(left * 1000).ToString("0", CultureInfo.InvariantCulture) : left.ToString("0.000", CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(text);
    }
}
