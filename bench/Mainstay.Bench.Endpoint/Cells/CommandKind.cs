namespace Mainstay.Bench.Endpoint.Cells;

/// <summary>What clients send.</summary>
internal enum CommandKind
{
    Get,
    Set,
}
