namespace Mainstay.TestKit.Running;

/// <summary>A node in <see cref="StatusView"/>.</summary>
public sealed record NodeView(string Name, string Address, string Role, string Health, long? Offset, long? LagBytes)
{
    public int Port => int.Parse(Address[(Address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
