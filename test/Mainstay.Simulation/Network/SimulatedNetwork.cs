using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Network;

/// <summary>
/// Which place reaches which. Places are node names, <see cref="Control"/> and <see cref="Endpoints"/>. What is sent over a cut path is not
/// lost but waits, as TCP's retransmissions do, and arrives when the path is whole again: that is where late commands come from.
/// </summary>
public sealed class SimulatedNetwork(SeededRandom random)
{
    /// <summary>Where controllers and the store are.</summary>
    public const string Control = "control";

    /// <summary>Where endpoints and their clients are.</summary>
    public const string Endpoints = "endpoints";

    private readonly HashSet<(string From, string To)> _cuts = [];

    /// <summary>Raised after a path became whole again.</summary>
    public event Action? Healed;

    /// <summary>Whether something sent now from <paramref name="from"/> gets to <paramref name="to"/>.</summary>
    public bool IsOpen(string from, string to) => !_cuts.Contains((from, to));

    /// <summary>Whether both ways are open.</summary>
    public bool IsWhole(string a, string b) => IsOpen(a, b) && IsOpen(b, a);

    /// <summary>Cuts what goes from <paramref name="from"/> to <paramref name="to"/>; the other way stays open.</summary>
    public void CutOneWay(string from, string to) => _cuts.Add((from, to));

    /// <summary>Cuts both ways.</summary>
    public void Cut(string a, string b)
    {
        _cuts.Add((a, b));
        _cuts.Add((b, a));
    }

    /// <summary>Makes both ways whole.</summary>
    public void Heal(string a, string b)
    {
        _cuts.Remove((a, b));
        _cuts.Remove((b, a));
        Healed?.Invoke();
    }

    /// <summary>Makes everything whole.</summary>
    public void HealAll()
    {
        _cuts.Clear();
        Healed?.Invoke();
    }

    /// <summary>How long one message takes.</summary>
    public TimeSpan Latency() => random.Milliseconds(0.15, 0.6);
}
