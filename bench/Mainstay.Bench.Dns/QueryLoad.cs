using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mainstay.TestKit.Names;

namespace Mainstay.Bench.Dns;

/// <summary>Asks as fast as it is answered, over several sockets with several queries under way on each.</summary>
internal static class QueryLoad
{
    private const int UnderWay = 32;
    private const double TicksPerSecond = 100; // of /proc: USER_HZ

    public static async Task<LoadFigures> RunAsync(DirectGroup group, int sockets, TimeSpan length)
    {
        var query = StubResolver.Question(DirectGroup.Primary);
        await Task.WhenAll(Ask(group.Dns, query, 1, TimeSpan.FromSeconds(1))); // the first second is the compiler's
        var (cpu, began) = (ProcessorSeconds(group.Daemon.Id), TimeProvider.System.GetTimestamp());
        var counts = await Task.WhenAll(Ask(group.Dns, query, sockets, length));
        var (took, used) = (TimeProvider.System.GetElapsedTime(began).TotalSeconds, ProcessorSeconds(group.Daemon.Id) - cpu);
        var answered = counts.Sum(count => count.Answered);
        return new LoadFigures(sockets, answered / took, answered / used, counts.Sum(count => count.Lost));
    }

    private static List<Task<(long Answered, long Lost)>> Ask(int port, byte[] query, int sockets, TimeSpan length) =>
        Enumerable.Range(0, sockets).Select(_ => Task.Factory.StartNew(() => Ask(port, query, length), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();

    private static (long Answered, long Lost) Ask(int port, byte[] query, TimeSpan length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 200 };
        socket.Connect(IPAddress.Loopback, port);
        var answer = new byte[1500];
        var (answered, lost, began) = (0L, 0L, TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            for (var i = 0; i < UnderWay; i++) socket.Send(query);
            for (var i = 0; i < UnderWay; i++)
            {
                try
                {
                    socket.Receive(answer);
                    if (StubResolver.Read(answer, query.Length).Address is null) throw new InvalidOperationException("an answer without the address");
                    answered++;
                }
                catch (SocketException late) when (late.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
                {
                    lost += UnderWay - i;
                    break;
                }
            }
        }

        return (answered, lost);
    }

    private static double ProcessorSeconds(int process)
    {
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
