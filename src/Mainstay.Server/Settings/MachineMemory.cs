namespace Mainstay.Server.Settings;

/// <summary>How much memory this machine has.</summary>
internal static class MachineMemory
{
    /// <summary>Bytes, a control group's limit included; 0 when it is not known.</summary>
    public static long Bytes() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
