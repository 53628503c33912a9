using System.ComponentModel;
using System.Net.Sockets;
using System.Reflection;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>Where a running daemon is asked to hand over: a unix socket beside those of its nodes, for its own user alone.</summary>
public sealed partial class HandoverPort : IDisposable
{
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly string _data;
    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;

    private HandoverPort(Socket socket, string data, string host, TimeProvider time, ILoggerFactory loggers)
    {
        (_socket, _data, _host, _time, _loggers) = (socket, data, host, time, loggers);
        _logger = loggers.CreateLogger<HandoverPort>();
    }

    /// <summary>This program's version, for people.</summary>
    internal static string Program { get; } = typeof(HandoverPort).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Begins to listen. The caller holds the data directory, so that what is there already is of a daemon that is gone.</summary>
    /// <returns>Null when that is not possible, which is told: the daemon then ends before its successor starts.</returns>
    public static HandoverPort? TryOpen(string data, string host, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        try
        {
            var path = NodeSockets.PathForHandover(data);
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, DurableFile.FileMode600);
            socket.Listen();
            return new HandoverPort(socket, data, host, time, loggers);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or DataDirectoryException)
        {
            socket.Dispose();
            Log.Closed(loggers.CreateLogger<HandoverPort>(), e.Message);
            return null;
        }
    }

    /// <summary>Returns who asks to take over and may. One that may not is told why.</summary>
    public async Task<Successor> AskedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await AcceptAsync(cancellationToken) is not { } line) continue;

            var hello = await HearAsync(line, cancellationToken);
            if (hello is not null && WhyNot(hello) is null)
            {
                Log.Asked(_logger, line.PeerId, hello.Program);
                return new Successor(line, hello, _time, _loggers);
            }

            var why = hello is null ? line.Fault ?? "it did not say hello" : WhyNot(hello)!;
            Log.Refused(_logger, line.PeerId, why);
            line.Say(new HandoverMessage.Refused(why));
            await line.FinishAsync();
            await line.DisposeAsync();
        }
    }

    /// <summary>Listens no more.</summary>
    public void Dispose() => _socket.Dispose();

    private string? WhyNot(HandoverMessage.Hello hello) =>
        !hello.Speaks.Contains(HandoverMessage.Version)
            ? $"it speaks version {string.Join(", ", hello.Speaks)} of the handover, and the running daemon ({Program}) speaks {HandoverMessage.Version}. Upgrade by `systemctl restart mainstay`, which leaves the nodes alone"
        : hello.Data != _data ? $"its data directory is {hello.Data}, and that of the running daemon {_data}"
        : hello.Host != _host ? $"it is host {hello.Host}, and the running daemon is {_host}"
        : null;

    private async Task<HandoverLine?> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket? accepted = null;
        try
        {
            accepted = await _socket.AcceptAsync(cancellationToken);
            return new HandoverLine(accepted, _time);
        }
        catch (Exception e) when (e is IOException or SocketException or Win32Exception)
        {
            Log.Refused(_logger, 0, e.Message);
            accepted?.Dispose();

            // Without a descriptor left it would be refused again at once.
            await Task.Delay(Pause, _time, cancellationToken);
            return null;
        }
    }

    private async Task<HandoverMessage.Hello?> HearAsync(HandoverLine line, CancellationToken cancellationToken)
    {
        try
        {
            if (!await line.Incoming.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(Courtesy, _time, cancellationToken) || !line.Incoming.TryRead(out var first)) return null;
            first.With?.Dispose();
            return first.Message as HandoverMessage.Hello;
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            await line.DisposeAsync();
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "process {Process} (mainstay {Program}) takes over", EventName = "HandoverAsked")]
        public static partial void Asked(ILogger logger, int process, string program);

        [LoggerMessage(2, LogLevel.Warning, "process {Process} was not given what this daemon has: {Why}", EventName = "HandoverRefused")]
        public static partial void Refused(ILogger logger, int process, string why);

        [LoggerMessage(3, LogLevel.Warning, "no other daemon can take over from this one without a gap: {Why}", EventName = "HandoverClosed")]
        public static partial void Closed(ILogger logger, string why);
    }
}
