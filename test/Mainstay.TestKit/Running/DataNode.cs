using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Running;

/// <summary>One data server of a running group, looked at past the endpoints.</summary>
/// <param name="Name"><c>main-001</c>.</param>
/// <param name="Port">Its own port.</param>
/// <param name="ProcessId">As it told when it was looked up.</param>
/// <param name="RunId">As it told when it was looked up.</param>
public sealed record DataNode(string Name, int Port, int ProcessId, string RunId)
{
    public static async Task<DataNode> AtAsync(string name, int port)
    {
        var server = await InfoAsync(port, "server");
        return new DataNode(name, port, int.Parse(server["process_id"], CultureInfo.InvariantCulture), server["run_id"]);
    }

    /// <summary>The lines of an INFO section by their names.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> InfoAsync(int port, string section)
    {
        var reply = await RespClient.AskAsync(port, "INFO", section);
        return reply.Value!.Split("\r\n").Where(line => line.Contains(':')).ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 1)..]);
    }

    public void Send(Signal signal) => SystemProcess.Send(ProcessId, signal);

    public bool Runs => SystemProcess.Runs(ProcessId);
}
