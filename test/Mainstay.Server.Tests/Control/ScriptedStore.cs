using Mainstay.Core.Failover;
using Mainstay.Server.Store;

namespace Mainstay.Server.Tests.Control;

/// <summary>A store in memory that can fail as real ones do.</summary>
internal sealed class ScriptedStore(DurableState state) : IGroupStore
{
    private readonly Lock _lock = new();

    public ScriptedStore(ulong term)
        : this(new DurableState { Version = 10, Term = term, Nonce = "before" })
    {
    }

    public DurableState State { get; set; } = state;

    /// <summary>Thrown by reads.</summary>
    public StoreException? ReadFault { get; set; }

    /// <summary>Thrown by commits.</summary>
    public StoreException? CommitFault { get; set; }

    /// <summary>Whether a commit that throws was applied all the same.</summary>
    public bool AppliedAllTheSame { get; set; }

    /// <summary>Runs before each read, as whatever else goes on in the world meanwhile.</summary>
    public Func<Task>? BeforeRead { get; set; }

    public async ValueTask<DurableState> ReadAsync(string group, CancellationToken cancellationToken)
    {
        if (BeforeRead is { } before) await before();
        return ReadFault is { } fault ? throw fault : State;
    }

    public ValueTask<(bool Written, DurableState Current)> CompareAndSwapAsync(string group, long expected, DurableState next, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var fits = State.Version == expected;
            if (fits && (CommitFault is null || AppliedAllTheSame)) State = next;
            return CommitFault is { } fault ? throw fault : ValueTask.FromResult((fits, State));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
