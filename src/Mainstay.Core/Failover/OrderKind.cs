namespace Mainstay.Core.Failover;

/// <summary>Names of the orders given to single nodes.</summary>
internal static class OrderKind
{
    public const string Start = "start";
    public const string Kill = "kill";
    public const string Replace = "replace";
    public const string Reparent = "reparent";
    public const string SaveTail = "save-tail";
    public const string Seal = "seal";
    public const string Mark = "mark";
    public const string Retire = "retire";
    public const string GuardWrites = "guard-writes";
}
