using System.Net;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Listening;

/// <summary>Reads the header by which a proxy begins, and not a byte beyond it: what follows is the client's. Used on the loop only.</summary>
internal sealed class ProxyGreeting : IChannelOwner
{
    /// <summary>How long it may take.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Channel _channel;
    private readonly Action<bool> _done;
    private readonly LoopTimer _timer;
    private byte[] _bytes = new byte[ProxyHeader.PrefixBytes];
    private int _count;
    private bool _over;

    /// <summary>Begins to read.</summary>
    /// <param name="loop">The connection's.</param>
    /// <param name="channel">Its <see cref="Channel.Remote"/> is made that of the client, where the header names one.</param>
    /// <param name="done">Told once whether there was a header; not after <see cref="GiveUp"/>.</param>
    public ProxyGreeting(EventLoop loop, Channel channel, Action<bool> done)
    {
        (_channel, _done) = (channel, done);
        _timer = new LoopTimer(() => End(false));
        channel.Owner = this;
        loop.Schedule(_timer, _patience);
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        while (!_over)
        {
            var count = _channel.Receive(_bytes.AsMemory(_count));
            if (count == Channel.Nothing) return;
            _count += count;
            if (count == Channel.Ended || !ProxyHeader.CanBegin(_bytes.AsSpan(0, _count))) End(false);
            else if (_count == _bytes.Length) OnFilled();
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
    }

    /// <inheritdoc/>
    public void OnBroken() => End(false);

    /// <inheritdoc/>
    public void OnFault(Exception fault) => End(false);

    /// <summary>Nobody wants to know any more.</summary>
    public void GiveUp()
    {
        _over = true;
        _timer.At = null;
    }

    private void OnFilled()
    {
        if (ProxyHeader.Length(_bytes) is not { } length) End(false);
        else if (length > _bytes.Length) Array.Resize(ref _bytes, length);
        else
        {
            if (ProxyHeader.Source(_bytes) is { } source) _channel.Remote = source;
            End(true);
        }
    }

    private void End(bool found)
    {
        if (_over) return;
        GiveUp();
        _done(found);
    }
}
