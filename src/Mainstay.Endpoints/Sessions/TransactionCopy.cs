namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// The part of a transaction that the server has acknowledged (MULTI and what it queued), kept so that another server can be given it.
/// </summary>
internal sealed class TransactionCopy
{
    /// <summary>Most bytes kept of one client's transaction.</summary>
    public const long MostBytes = 8 << 20;

    private List<byte[]>? _commands;
    private long _bytes;

    /// <summary>Whether the server is between MULTI and EXEC.</summary>
    public bool IsOpen => _commands is not null;

    /// <summary>Whether it outgrew what is kept: it can't be given to another server.</summary>
    public bool IsTooLarge => _bytes > MostBytes;

    /// <summary>Whether the server refused one of its commands, so that it will not run.</summary>
    public bool HasError { get; set; }

    /// <summary>What was acknowledged, MULTI first.</summary>
    public IReadOnlyList<byte[]> Commands => _commands ?? [];

    /// <summary>Takes an acknowledged command.</summary>
    public void Add(byte[] command)
    {
        _bytes += command.Length;
        if (_commands is null || !IsTooLarge) (_commands ??= []).Add(command);
    }

    /// <summary>The transaction is over.</summary>
    public void Clear()
    {
        _commands = null;
        _bytes = 0;
        HasError = false;
    }
}
