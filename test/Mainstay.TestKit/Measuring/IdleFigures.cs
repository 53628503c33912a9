namespace Mainstay.TestKit.Measuring;

/// <summary>The memory that idle clients take.</summary>
/// <param name="Connections">How many were open.</param>
/// <param name="BytesBefore">In RAM with none of them.</param>
/// <param name="BytesWith">In RAM with all of them.</param>
public sealed record IdleFigures(int Connections, long BytesBefore, long BytesWith)
{
    public double BytesPerConnection => (double)(BytesWith - BytesBefore) / Connections;
}
