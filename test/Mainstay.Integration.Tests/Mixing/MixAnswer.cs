using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>What became of one command.</summary>
/// <param name="Reply">Its answer; null where its outcome is unknown.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Crashes">Crashes that there had been by then.</param>
internal sealed record MixAnswer(RespReply? Reply, long Sent, int Crashes)
{
    public bool Unknown => Reply is null;
}
