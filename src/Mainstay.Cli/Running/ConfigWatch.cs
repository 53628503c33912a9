using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Mainstay.Cli.Running;

/// <summary>
/// Says when a configuration is to be read again: at SIGHUP, and when its file changed, a moment after the last of its changes, for editors write
/// in several steps and replace files. A change that is lost by the system is found by looking now and then.
/// </summary>
internal sealed class ConfigWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _file;
    private readonly PosixSignalRegistration _signal;
    private readonly ITimer _timer;
    private (DateTime Written, long Length)? _known;
    private (DateTime Written, long Length)? _seen;

    public ConfigWatch(string file, TimeProvider time)
    {
        _file = file;
        _known = _seen = State();
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _known = State();
            _asked.Writer.TryWrite("SIGHUP");
        });
        _timer = time.CreateTimer(_ => LookNow(), null, Look, Look);
    }

    /// <summary>Why it is to be read, each time.</summary>
    public ChannelReader<string> Asked => _asked.Reader;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _signal.Dispose();
        return _timer.DisposeAsync();
    }

    private void LookNow()
    {
        // Two looks must show the same: nobody is in the middle of writing it. A file that is gone for a moment is being replaced.
        var now = State();
        var settled = now is not null && now == _seen;
        _seen = now;
        if (!settled || now == _known) return;
        _known = now;
        _asked.Writer.TryWrite("the file changed");
    }

    private (DateTime Written, long Length)? State()
    {
        var info = new FileInfo(_file);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : null;
    }
}
