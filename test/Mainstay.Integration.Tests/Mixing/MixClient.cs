using System.Globalization;
using System.Net.Sockets;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>One connection that goes from round to round, and judges every answer.</summary>
internal abstract class MixClient : IDisposable
{
    private readonly MixFindings _findings;
    private RespClient? _connection;
    private long _rounds;

    protected MixClient(MixScene scene, string kind, int number)
    {
        Scene = scene;
        _findings = scene.Findings;
        Number = number;
        Name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
        Random = new Random(HashCode.Combine(scene.Seed, 7919 * (number + 1)));
        Resp3 = number % 2 == 1;
    }

    public string Name { get; }

    /// <summary>Rounds that it has gone through.</summary>
    public long Rounds => Volatile.Read(ref _rounds);

    protected MixScene Scene { get; }

    protected int Number { get; }

    protected Random Random { get; }

    /// <summary>Whether it speaks RESP3.</summary>
    protected bool Resp3 { get; }

    /// <summary>Whether a round takes a while at least; not where rounds wait for others anyway.</summary>
    protected virtual bool Paced => true;

    /// <summary>Goes round until it is told to stop; the round under way is finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(Scene.Pace);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await RoundAsync(stop);
                Volatile.Write(ref _rounds, _rounds + 1);
                if (Paced) await pace.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Wrong($"ended by {exception.GetType().Name}: {exception.Message}");
        }
    }

    public void Dispose() => _connection?.Dispose();

    protected abstract Task RoundAsync(CancellationToken stop);

    /// <summary>What is sent first on each connection, besides HELLO.</summary>
    protected virtual Task GreetAsync(RespClient connection) => Task.CompletedTask;

    protected void Wrong(string what) => _findings.Refute(Name, what);

    protected void Lost(long count = 1) => _findings.CountLost(count);

    /// <summary>Whether it is the null that this client's protocol has for it.</summary>
    protected bool IsNull(RespReply reply, char resp2) => reply.IsNull && reply.Kind == (Resp3 ? '_' : resp2);

    protected async Task<RespClient> ConnectionAsync()
    {
        if (_connection is not null) return _connection;
        var connection = await RespClient.ConnectAsync(Scene.Port);
        if (Resp3 && (await connection.CallAsync("HELLO", "3")).Kind != '%') Wrong("HELLO 3 is not answered by a map");
        await GreetAsync(connection);
        return _connection = connection;
    }

    /// <summary>
    /// Sends all in one write and reads as many answers. Refutes every error but an indeterminate write at a crash, and every end of the
    /// connection but one within a long reply at a crash: what was not answered then is unknown, and the next call connects anew.
    /// </summary>
    /// <param name="commands">In their order.</param>
    /// <param name="longReplies">Whether a reply of them may be longer than what an endpoint passes on whole.</param>
    protected async Task<IReadOnlyList<MixAnswer>> AskAsync(IReadOnlyList<string[]> commands, bool longReplies = false)
    {
        var (sent, crashes) = (Weather.Now, Scene.Weather.Crashes);
        var answers = new List<MixAnswer>(commands.Count);
        try
        {
            var connection = await ConnectionAsync();
            var reading = ReadAsync(connection, commands, answers, sent, crashes);
            await connection.SendAllAsync(commands);
            await reading;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            if (!longReplies || !Scene.Weather.CrashWithin(sent, Weather.Now)) Wrong($"{exception.GetType().Name} after {answers.Count} of {commands.Count} answers: {exception.Message}");
            _findings.CountClosed();
            _connection?.Dispose();
            _connection = null;
            while (answers.Count < commands.Count) answers.Add(new MixAnswer(null, sent, crashes));
        }

        return answers;
    }

    /// <summary>One command.</summary>
    protected async Task<MixAnswer> AskAsync(params string[] command) => (await AskAsync([command]))[0];

    private async Task ReadAsync(RespClient connection, IReadOnlyList<string[]> commands, List<MixAnswer> answers, long sent, int crashes)
    {
        foreach (var command in commands)
        {
            RespReply reply;
            try
            {
                reply = await connection.ReadAsync(Scene.Patience);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no answer to {command[0]} {command.ElementAtOrDefault(1)} within {Scene.Patience.TotalSeconds} s, after {answers.Count} of {commands.Count}");
            }

            _findings.CountAnswers(1);
            answers.Add(new MixAnswer(reply.IsError ? Judge(command, reply, sent) : reply, sent, crashes));
        }
    }

    /// <summary>Null for an error that leaves the outcome open and may; an error that may not be is refuted and handed on.</summary>
    private RespReply? Judge(string[] command, RespReply error, long sent)
    {
        var writes = command[0] is not ("GET" or "ECHO" or "PING" or "SELECT" or "MULTI" or "WATCH" or "HELLO");
        if (error.ErrorWord == "INDETERMINATE" && writes && Scene.Weather.CrashWithin(sent, Weather.Now))
        {
            _findings.CountIndeterminate();
            return null;
        }

        Wrong($"{command[0]} {command.ElementAtOrDefault(1)}: {error.Text}");
        return error;
    }
}
