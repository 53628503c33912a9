namespace Mainstay.TestKit.Soaking;

/// <summary>How hard a day, and how long.</summary>
public sealed record SoakOptions
{
    /// <summary>Determines the faults and their order.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// The whole day. Its first half befalls the daemon too; in the second one daemon lives through everything: after a third of that half it
    /// counts as warm, and its figures are taken then and at the end.
    /// </summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Connections that write. Default 20.</summary>
    public int Writers { get; init; } = 20;

    /// <summary>All writers together. Default 400.</summary>
    public int WritesPerSecond { get; init; } = 400;

    /// <summary>How long after a burst the group must be whole again, on a machine with processors to spare. Default 30 s.</summary>
    public TimeSpan WholeWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By how much the daemon's figures may grow, beside <see cref="DaemonFigures.Noise"/>. Default a tenth.</summary>
    public double Growth { get; init; } = 0.1;

    /// <summary>How long nothing happens before figures are taken: the runtime's idle threads end after 20 s. Default: a twentieth of the day, 5 to 25 s.</summary>
    public TimeSpan Quiet => TimeSpan.FromSeconds(Math.Clamp(Length.TotalSeconds / 20, 5, 25));
}
