using Mainstay.Core.Serving;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// A client's unanswered commands, oldest first, with two cursors: the next to be answered by the node and the next to be sent to it.
/// </summary>
internal sealed class CommandQueue(BudgetShare budget, CommandPool pool)
{
    /// <summary>What a pending command takes besides its bytes: many small requests must count, too.</summary>
    private const int CommandBytes = 192;

    private const int Fewest = 4;

    private PendingCommand?[] _ring = new PendingCommand?[Fewest];
    private int _head;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Index of the first that is not sent in full.</summary>
    public int NextToSend { get; private set; }

    /// <summary>Index of the first whose reply from the present node is due, or what comes before it.</summary>
    public int NextToAnswer { get; private set; }

    /// <summary>Bytes of the command at <see cref="NextToSend"/> that were sent.</summary>
    public long SentOfNext { get; set; }

    /// <summary>The command at an index.</summary>
    public PendingCommand this[int index] => _ring[(_head + index) & (_ring.Length - 1)]!;

    /// <summary>Appends one.</summary>
    public void Add(PendingCommand command)
    {
        if (Count == _ring.Length) Grow();
        budget.Take(CommandBytes);
        _ring[(_head + Count++) & (_ring.Length - 1)] = command;
    }

    /// <summary>Puts one before the command at <see cref="NextToSend"/>, of which nothing was sent.</summary>
    public void InsertNext(PendingCommand command)
    {
        Add(command);
        for (var i = Count - 1; i > NextToSend; i--) _ring[(_head + i) & (_ring.Length - 1)] = this[i - 1];
        _ring[(_head + NextToSend) & (_ring.Length - 1)] = command;
    }

    /// <summary>Removes the oldest.</summary>
    public void RemoveFirst()
    {
        budget.Return(CommandBytes);
        pool.Return(_ring[_head]!);
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        if (NextToSend > 0) NextToSend--;
        if (NextToAnswer > 0) NextToAnswer--;
    }

    /// <summary>The command at <see cref="NextToSend"/> is sent, or needs not be.</summary>
    public void PassSent()
    {
        NextToSend++;
        SentOfNext = 0;
    }

    /// <summary>The command whose reply is due, or null. Those answered otherwise are passed.</summary>
    public PendingCommand? Due()
    {
        while (NextToAnswer < NextToSend)
        {
            if (this[NextToAnswer].Stage == CommandStage.Sent) return this[NextToAnswer];
            NextToAnswer++;
        }

        return null;
    }

    /// <summary>Whether all that was sent behind the due command only reads, so that it may be sent again before them.</summary>
    public bool OnlyReadsBehindDue()
    {
        var sent = SentOfNext > 0 ? NextToSend + 1 : NextToSend;
        for (var i = NextToAnswer + 1; i < sent; i++)
            if (this[i] is { IsOwn: true } or { IsSilent: true } or { IsQueued: true } || !this[i].Spec.Repeatable || this[i].Spec.Action != CommandAction.None) return false;
        return true;
    }

    /// <summary>The due command was answered, or will be sent again.</summary>
    public void PassDue() => NextToAnswer++;

    /// <summary>Nothing is with a node any more: sending begins at the oldest again.</summary>
    public void Rewind()
    {
        NextToSend = NextToAnswer = 0;
        SentOfNext = 0;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveFirst();
    }

    /// <summary>Gives a ring back that a long pipeline made large.</summary>
    public void Shrink()
    {
        if (Count == 0 && _ring.Length > 64) (_ring, _head) = (new PendingCommand?[Fewest], 0);
    }

    private void Grow()
    {
        var larger = new PendingCommand?[_ring.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
