using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;
using System.Buffers;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What the parts of one session share; all of it is used on its loop only.</summary>
internal sealed class SessionContext : ClientContext
{
    /// <summary>Begins empty.</summary>
    public SessionContext(EndpointContext endpoint, Channel channel)
        : base(endpoint, channel)
    {
        Endpoint = endpoint;
        Queue = new CommandQueue(endpoint.Floor.Budget, endpoint.Floor.Commands);
        Scripts = new SessionScripts(this);
    }

    /// <summary>The endpoint.</summary>
    public EndpointContext Endpoint { get; }

    /// <summary>What its loop has.</summary>
    public SessionFloor Floor => Endpoint.Floor;

    /// <summary>Its unanswered commands.</summary>
    public CommandQueue Queue { get; }

    /// <summary>What its connection is.</summary>
    public SessionState State { get; } = new();

    /// <summary>Loads scripts where they are missing.</summary>
    public SessionScripts Scripts { get; }

    /// <inheritdoc/>
    public override int Unanswered => Queue.Count;

    /// <inheritdoc/>
    protected override long FirstNeeded => Queue.Count > 0 ? Queue[0].Start : Taken;

    /// <summary>The client's transaction as it was asked for, which may be ahead of what the server knows.</summary>
    public bool InTransaction { get; set; }

    /// <summary>One command of it was refused here: its EXEC must not run.</summary>
    public bool IsTransactionSpoilt { get; set; }

    /// <summary>Its MULTI itself was refused: nothing of it goes to a node.</summary>
    public bool IsTransactionRefused { get; set; }

    /// <summary>Whether something of the client that may replicate travelled on a shared connection.</summary>
    public bool HasSharedWrites { get; set; }

    /// <summary>A command for the request at <paramref name="start"/>; it goes back by leaving the queue.</summary>
    public PendingCommand Rent(CommandSpec spec, long start, long end) => Floor.Commands.Rent(spec, start, end, Floor.Now);

    /// <summary>Gives the client the answers whose turn has come.</summary>
    public void Settle()
    {
        while (Queue.Count > 0 && Queue[0] is { Stage: CommandStage.Answered } first)
        {
            if (first.Reply is { Length: > 0 } reply) Give(reply);
            if (first.IsTimed) Endpoint.Counters.Times.Record(first.Received, Floor.Now);
            Queue.RemoveFirst();
        }
    }

    /// <summary>Gives the client the reply to its oldest command, and is done with it, when nothing else has to be done about either.</summary>
    public bool TryPassOn(ReadOnlySpan<byte> frame)
    {
        if (Queue.NextToAnswer != 0 || Queue.NextToSend == 0 || !Queue[0].IsPlain || Scripts.IsReloading) return false;
        Output.Append(frame);

        // What travels on a shared connection neither blocks nor goes unanswered: all of it is timed.
        Endpoint.Counters.Times.Record(Queue[0].Received, Floor.Now);
        Queue.RemoveFirst();
        if (Queue.Count > 0 && Queue[0].Stage == CommandStage.Answered) Settle();
        return true;
    }

    /// <summary>Gives the client an error that is no command's, or the node's own; the session decides what else follows.</summary>
    public void GiveError(ReadOnlySpan<byte> frame)
    {
        Endpoint.Counters.AddError(frame);
        Output.Append(frame);
    }

    private void Give(byte[] reply)
    {
        if (reply[0] is (byte)'-' or (byte)'!') GiveError(reply);
        else Output.Append(reply);
    }

    /// <summary>Answers a command with an error of ours.</summary>
    public static void Refuse(PendingCommand command, string error) => command.Answer(command.IsSilent ? null : ErrorLine(error));

    /// <summary>An error line as bytes.</summary>
    public static byte[] ErrorLine(string error)
    {
        var line = new ArrayBufferWriter<byte>();
        RespWriter.WriteError(line, error);
        return line.WrittenSpan.ToArray();
    }

    /// <summary>The request as nodes get it, as one array.</summary>
    public byte[] Request(PendingCommand command)
    {
        if (command.Encoded is { } encoded) return encoded;
        var bytes = new byte[command.End - command.Start];
        Log.Copy(command.Start, command.End, bytes);
        return bytes;
    }

    /// <summary>Marks the transaction that a refused command belongs to, so that its EXEC is no EXEC.</summary>
    public void SpoilTransaction(int index)
    {
        for (var i = index + 1; i < Queue.Count; i++)
        {
            if (Queue[i].Spec.Action == CommandAction.Exec)
            {
                Queue[i].EndsAs = TransactionEnd.Abort;
                return;
            }

            if (!Queue[i].IsQueued && !Queue[i].IsOwn) return;
        }

        IsTransactionSpoilt = true;
    }
}
