using Mainstay.Core.Failover;
using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Control;

/// <summary>One daemon's control loop: a machine, its driver, its probers and its ticks.</summary>
public sealed class SimulatedController
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(50);
    private readonly SimulatedWorld _world;
    private readonly FailoverMachine _machine;
    private readonly Mutation _mutation;
    private readonly SimulatedDriver _driver;
    private readonly Dictionary<string, NodeProber> _probers = [];
    private readonly SeededRandom _random;
    private readonly List<FailoverAction> _output = [];
    private ulong _term;
    private bool _cutOff;
    private bool _started;

    internal SimulatedController(SimulatedWorld world, int number, DurableState restored, Mutation mutation)
    {
        (_world, Number, _mutation) = (world, number, mutation);
        _random = SeededRandom.For(world.Settings.Seed, $"controller-{number}");
        _machine = new FailoverMachine(world.Settings.Group, restored, _random.Next());
        _driver = new SimulatedDriver(world, mutation, node => _probers[node].Probe(), members => Adopt([.. members.Members.Select(node => node.Name)]), PostLate);
        Adopt([.. world.Settings.Group.Nodes.Select(node => node.Name)]);
    }

    /// <summary>Which one it is, from 1.</summary>
    public int Number { get; }

    /// <summary>Whether its loop runs.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>How many actions with an effect its machine asked for.</summary>
    public int Effects { get; private set; }

    /// <summary>
    /// Called with the number of each action with an effect, from 1, before it is carried out. Returns what is to be done with it.
    /// </summary>
    public Func<int, FailoverAction, Interruption> Interrupt { get; set; } = (_, _) => Interruption.None;

    /// <summary>Who came after it; late results of this one reach that one.</summary>
    public SimulatedController? Successor { get; set; }

    /// <summary>Answers that are lost once, by the name of the command.</summary>
    public ICollection<string> LostAnswers => _driver.LostAnswers;

    /// <summary>Probability that an input comes a second time.</summary>
    public double Unkindness { get; set; }

    /// <summary>Elected, with what the store held.</summary>
    public void Start(DurableState restored)
    {
        Step(new FailoverInput.LeadershipChanged(true, restored));
        _started = true;
        foreach (var prober in _probers.Values) prober.Start();
        Tick();
    }

    /// <summary>Its process ends. What it sent to nodes and to the store is under way all the same.</summary>
    public void Die()
    {
        IsAlive = false;
        foreach (var prober in _probers.Values) prober.Stop();
    }

    /// <summary>An input from outside the driver.</summary>
    public void Post(FailoverInput input) => _world.Events.After(_random.Milliseconds(0.02, 0.06), () => Step(input));

    /// <summary>Asks these nodes from now on, and no others.</summary>
    private void Adopt(string[] members)
    {
        foreach (var former in _probers.Keys.Except(members).ToList())
        {
            _probers.Remove(former, out var prober);
            prober!.Stop();
        }

        foreach (var name in members.Where(name => !_probers.ContainsKey(name)))
        {
            var prober = _probers[name] = new NodeProber(_world.Node(name), _world.Settings.Group.Detect, _world.Events, _world.Network, PostLate);
            if (_started) prober.Start();
        }
    }

    private void PostLate(FailoverInput input)
    {
        Post(input);
        if (Unkindness <= 0 || !_random.Chance(Unkindness)) return;

        // Results come again much later; what is seen of a node comes from one loop, so again, but in order.
        if (input is FailoverInput.ActionCompleted or FailoverInput.EndpointsFenced) _world.Events.After(_random.Milliseconds(0, 800), () => Step(input));
        else Post(input);
    }

    private void Tick()
    {
        if (!IsAlive) return;
        Step(new FailoverInput.Tick());
        _world.Events.After(_tick, Tick);
    }

    private void Step(FailoverInput given)
    {
        if (!IsAlive)
        {
            if (given is FailoverInput.ActionCompleted or FailoverInput.EndpointsFenced) Successor?.Step(given);
            return;
        }

        // What time alone brings is asked for first, so that whatever follows comes of the result.
        if (IsOld(given)) Give(new FailoverInput.Tick());
        Give(given);
    }

    private void Give(FailoverInput given)
    {
        if (!IsAlive) return;
        var input = _mutation.AlterInput(given, _world.Store.State);
        _world.Checker.Given(Number, input);
        _output.Clear();
        _machine.Step(input, _world.Events.Now, _output);
        var actions = _output.ToArray();
        _world.Notes.Stepped(Number, input, actions);
        CheckOldResult(given, actions);
        foreach (var action in actions)
        {
            if (!IsAlive || _cutOff) return;
            Begin(action);
        }
    }

    private void Begin(FailoverAction action)
    {
        var interruption = HasEffect(action) ? Interrupt(++Effects, action) : Interruption.None;
        if (interruption != Interruption.Before)
        {
            foreach (var altered in _mutation.AlterAction(action))
            {
                _world.Checker.Asked(Number, altered);
                _driver.CarryOut(altered);
            }
        }

        if (interruption == Interruption.None) return;
        _cutOff = true;
        _world.ReplaceController(this);
    }

    /// <summary>A result of an older term than one already worked in must lead to nothing.</summary>
    private void CheckOldResult(FailoverInput input, FailoverAction[] actions)
    {
        if (IsOld(input))
            foreach (var action in actions.Where(HasEffect)) _world.Checker.ActedOnOldResult(((FailoverInput.ActionCompleted)input).Id, action);

        foreach (var action in actions)
            if (action is FailoverAction.Seal seal && seal.Id.Term > _term) _term = seal.Id.Term;
    }

    private bool IsOld(FailoverInput input) => input is FailoverInput.ActionCompleted completed && completed.Id.Term < _term;

    private static bool HasEffect(FailoverAction action) => action is not (FailoverAction.Probe or FailoverAction.AdoptMembers or FailoverAction.Explain or FailoverAction.Reply);
}
