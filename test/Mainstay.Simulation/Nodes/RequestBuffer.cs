using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>
/// The socket buffers of one process. What arrives while it does not run is executed when it wakes: in order on one connection, in any order
/// between connections.
/// </summary>
internal sealed class RequestBuffer(ServerProcess process, EventQueue events, SimulatedNetwork network, SeededRandom random)
{
    private readonly List<NodeRequest> _unread = [];
    private readonly List<NodeRequest> _onTheWay = [];
    private readonly List<(string Place, Action Receive)> _answers = [];
    private readonly HashSet<NodeConnection> _accepted = [];

    /// <summary>A request leaves its client.</summary>
    public void Send(NodeRequest request)
    {
        _accepted.Add(request.Connection);
        events.After(network.Latency(), () => Arrive(request));
    }

    /// <summary>An answer leaves the process.</summary>
    public void Answer(string place, Action receive) => events.After(network.Latency(), () => Deliver(place, receive));

    /// <summary>Ends a user's accepted connections; what they hold unread is dropped.</summary>
    public void EndConnections(string user, NodeConnection? spare)
    {
        foreach (var connection in _accepted)
            if (connection.User == user && connection != spare) connection.End();
        _accepted.RemoveWhere(connection => !connection.IsOpen);
        foreach (var request in _unread.Where(request => !request.Connection.IsOpen).ToList()) Break(request);
        _unread.RemoveAll(request => !request.Connection.IsOpen);
    }

    /// <summary>The process runs again.</summary>
    public void Drain()
    {
        while (_unread.Count > 0 && process.IsResponsive)
        {
            var connections = _unread.Select(request => request.Connection).Distinct().ToList();
            var connection = random.Pick(connections);
            var request = _unread.First(candidate => candidate.Connection == connection);
            _unread.Remove(request);
            request.Execute(process);
        }
    }

    /// <summary>The process ended.</summary>
    public void BreakAll()
    {
        foreach (var request in _unread) Break(request);
        _unread.Clear();
        foreach (var connection in _accepted) connection.End();
    }

    /// <summary>A path became whole.</summary>
    public void PathHealed()
    {
        var requests = _onTheWay.ToList();
        _onTheWay.Clear();
        foreach (var request in requests) Arrive(request);
        var answers = _answers.ToList();
        _answers.Clear();
        foreach (var (place, receive) in answers) Deliver(place, receive);
    }

    private void Arrive(NodeRequest request)
    {
        if (!network.IsOpen(request.Connection.From, process.Node.Name)) _onTheWay.Add(request);
        else if (!process.IsAlive || !request.Connection.IsOpen) Break(request);
        else if (process.IsResponsive && _unread.Count == 0) request.Execute(process);
        else _unread.Add(request);
    }

    private void Deliver(string place, Action receive)
    {
        if (network.IsOpen(process.Node.Name, place)) receive();
        else _answers.Add((place, receive));
    }

    private void Break(NodeRequest request) => Answer(request.Connection.From, request.Broken);
}
