using Mainstay.Core;
using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Commands that are over, to be used again on the same loop: a request allocates nothing.</summary>
internal sealed class CommandPool
{
    private const int MostKept = 16 << 10;

    private readonly Stack<PendingCommand> _kept = new();

    /// <summary>A command for the request at <paramref name="start"/> of its log.</summary>
    public PendingCommand Rent(CommandSpec spec, long start, long end, Instant now)
    {
        if (!_kept.TryPop(out var command)) command = new PendingCommand();
        command.Begin(spec, start, end, now);
        return command;
    }

    /// <summary>Gives one back, which nobody may look at any more.</summary>
    public void Return(PendingCommand command)
    {
        command.Reset();
        if (_kept.Count < MostKept) _kept.Push(command);
    }
}
