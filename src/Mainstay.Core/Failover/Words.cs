namespace Mainstay.Core.Failover;

/// <summary>Results in words, for explanations.</summary>
internal static class Words
{
    public static string Of(ActionResult result) => result switch
    {
        ActionResult.Done or ActionResult.Committed => "done",
        ActionResult.Failed failed => failed.Why,
        ActionResult.Unknown unknown => unknown.Why,
        ActionResult.DataMissing missing => missing.Why,
        ActionResult.Conflict => "another controller's commit came first",
        _ => result.ToString(),
    };
}
