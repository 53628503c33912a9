namespace Mainstay.Endpoints.Upstreams;

/// <summary>Why a connection to a node ended.</summary>
/// <param name="Stage">At which stage.</param>
/// <param name="Reason">In words; for <see cref="UpstreamStage.Greeting"/> the server's error line.</param>
internal sealed record UpstreamFailure(UpstreamStage Stage, string Reason);
