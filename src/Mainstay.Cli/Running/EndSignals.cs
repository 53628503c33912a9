using System.Runtime.InteropServices;

namespace Mainstay.Cli.Running;

/// <summary>
/// Turns Ctrl-C, SIGTERM and the closing of the terminal into one request for an orderly end. A second signal changes nothing: the end is
/// bounded, and a node that is cut off while it writes its file loses what it wrote.
/// </summary>
internal sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Terminal _terminal;
    private int _signals;

    public EndSignals(Terminal terminal, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Note(signal, "Ctrl-C")),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Note(signal, "SIGTERM")),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                if (HangUpEnds) Note(signal, "the terminal was closed");
                else signal.Cancel = true;
            }),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether SIGHUP is the closing of the terminal; for a daemon it is not.</summary>
    public bool HangUpEnds { get; init; } = true;

    /// <summary>What asked for the end.</summary>
    public string Reason { get; private set; } = "asked to end";

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Note(PosixSignalContext signal, string reason)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            Reason = reason;
            _source.Cancel();
        }
        else
        {
            _terminal.Error.WriteLine("mainstay: stopping already; it takes 15 s at most");
        }
    }
}
