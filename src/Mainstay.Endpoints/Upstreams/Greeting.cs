using Mainstay.Endpoints.Routing;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>What is said on a new connection before any command: who answers there, and who the client is.</summary>
/// <param name="identity">As whom the process is asked who it is; null where it answers everybody.</param>
/// <param name="client">HELLO, AUTH and the like, as the client's connection needs them.</param>
/// <param name="target">Who it must be, at the time of the answer.</param>
internal sealed class Greeting(NodeIdentity? identity, IReadOnlyList<byte[]> client, Func<RouteTarget> target)
{
    private static readonly byte[] _question = [.. RespWriter.Command("INFO", "server"), .. RespWriter.Command("INFO", "replication")];
    private static readonly byte[] _reset = RespWriter.Command("RESET");

    private RespValue? _server;
    private int _taken;

    /// <summary>All of it.</summary>
    public byte[] Request =>
        identity is null
            ? [.. client.SelectMany(command => command), .. _question]
            : [.. RespWriter.Command("AUTH", identity.User, identity.Password), .. _question, .. _reset, .. client.SelectMany(command => command)];

    /// <summary>Whether all answers are there.</summary>
    public bool IsOver => _taken == client.Count + (identity is null ? 2 : 4);

    /// <summary>Takes the next answer; why the connection is of no use, or null.</summary>
    public UpstreamFailure? Take(RespValue answer)
    {
        var position = _taken++;
        return identity is null ? TakeClientFirst(position, answer) : TakeIdentityFirst(position, answer);
    }

    private UpstreamFailure? TakeClientFirst(int position, RespValue answer)
    {
        if (position < client.Count) return Refusal(answer);
        return Judge(position - client.Count, answer);
    }

    private UpstreamFailure? TakeIdentityFirst(int position, RespValue answer) => position switch
    {
        0 => answer.IsError ? Unverified($"it does not know {identity!.User}: {answer.Text}") : null,
        1 or 2 => answer.IsError ? Unverified($"it does not say who it is: {answer.Text}") : Judge(position - 1, answer),
        3 => answer.IsError ? Unverified($"it knows no RESET (Redis 6.2 or later does): {answer.Text}") : null,
        _ => Refusal(answer),
    };

    private UpstreamFailure? Judge(int question, RespValue answer)
    {
        if (question == 0)
        {
            _server = answer;
            return null;
        }

        return IdentityCheck.Mismatch(target(), _server!, answer) is { } mismatch ? Unverified(mismatch) : null;
    }

    private static UpstreamFailure Unverified(string reason) => new(UpstreamStage.Verifying, reason);

    private static UpstreamFailure? Refusal(RespValue answer) => answer.IsError ? new UpstreamFailure(UpstreamStage.Greeting, answer.Text) : null;
}
