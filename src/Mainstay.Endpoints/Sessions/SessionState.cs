using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// What the client's connection is, as far as the server acknowledged it: the model from which a connection to another node is made
/// the same (redis-server 7.0, <c>clearClientConnectionState</c>).
/// </summary>
internal sealed class SessionState
{
    private SortedDictionary<string, byte[]>? _settings;
    private byte[][]? _credentials;
    private byte[]? _select;
    private byte[]? _tracking;
    private string? _profile = "";

    /// <summary>2 or 3.</summary>
    public int Protocol { get; private set; } = 2;

    /// <summary>Grows when <see cref="Greeting"/> changes.</summary>
    public int GreetingVersion { get; private set; }

    /// <summary>What it listens to.</summary>
    public Subscriptions Subscriptions { get; } = new();

    /// <summary>The open transaction.</summary>
    public TransactionCopy Transaction { get; } = new();

    /// <summary>Whether the server watches keys for it.</summary>
    public bool IsWatching { get; set; }

    /// <summary>Whether keys it watched were on a node it had to leave: its next EXEC answers nil.</summary>
    public bool IsWatchBroken { get; set; }

    /// <summary>Whether it gets every command the server runs.</summary>
    public bool IsMonitor { get; set; }

    /// <summary>Whether the server was told to keep its replies to itself.</summary>
    public bool IsReplyOff { get; set; }

    /// <summary>Whether invalidations of keys it read are due to it.</summary>
    public bool IsTracking => _tracking is not null;

    /// <summary>In RESP2 a subscribed connection gets messages as arrays between its replies.</summary>
    public bool GetsMessagesAsArrays => Protocol == 2 && Subscriptions.Count > 0;

    /// <summary>Whether the connection must be made again at once, although no command waits: something may come from the server.</summary>
    public bool Listens => Subscriptions.Count > 0 || IsMonitor || IsTracking;

    /// <summary>Whether the client needs a connection of its own, whatever it sends.</summary>
    public bool NeedsOwn => Listens || Transaction.IsOpen || IsWatching || IsReplyOff || IsKept;

    /// <summary>
    /// What a shared connection must have in common with the client's: user, database and protocol. The empty text for a client that said
    /// nothing of them.
    /// </summary>
    public string Profile => _profile ??= string.Concat(SharedGreeting().Select(Encoding.Latin1.GetString));

    /// <summary>The null that an aborted transaction answers.</summary>
    public ReadOnlySpan<byte> NullArray => Protocol == 3 ? "_\r\n"u8 : "*-1\r\n"u8;

    /// <summary>Whether <see cref="Describe"/> says all of it.</summary>
    public bool IsPlain => !Listens && !Transaction.IsOpen && !IsWatching && !IsWatchBroken && !IsReplyOff;

    /// <summary>What another process must know of a plain one.</summary>
    public ClientState Describe() => new()
    {
        Protocol = Protocol,
        Credentials = _credentials?.ToImmutableArray(),
        Select = _select,
        Settings = _settings?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, byte[]>.Empty,
    };

    /// <summary>Becomes what another process described.</summary>
    public void Resume(ClientState described)
    {
        Protocol = described.Protocol == 3 ? 3 : 2;
        _credentials = described.Credentials is { } credentials ? [.. credentials] : null;
        _select = described.Select;
        _settings = described.Settings.IsEmpty ? null : new SortedDictionary<string, byte[]>(described.Settings, StringComparer.Ordinal);
        GreetingVersion++;
        _profile = null;
    }

    /// <summary>HELLO or AUTH, the first that a new connection must hear.</summary>
    public IReadOnlyList<byte[]> Greeting()
    {
        if (Protocol == 2) return _credentials is null ? [] : [Encode([Word("AUTH"), .. _credentials])];
        if (_credentials is null) return [RespWriter.Command("HELLO", "3")];
        byte[][] user = _credentials.Length == 1 ? [Word("default"), _credentials[0]] : _credentials;
        return [Encode([Word("HELLO"), Word("3"), Word("AUTH"), .. user])];
    }

    /// <summary>What makes a shared connection one for this client.</summary>
    public IReadOnlyList<byte[]> SharedGreeting() => _select is null ? Greeting() : [.. Greeting(), _select];

    /// <summary>All else that makes a new connection the same, in the order it must be sent.</summary>
    public List<RestoreCommand> Restore()
    {
        var commands = new List<RestoreCommand>();
        foreach (var setting in _settings?.Values ?? Enumerable.Empty<byte[]>()) commands.Add(new RestoreCommand(setting, 1, false));
        if (_select is not null) commands.Add(new RestoreCommand(_select, 1, true));
        if (_tracking is not null) commands.Add(new RestoreCommand(_tracking, 1, true));
        commands.AddRange(Subscriptions.Restore());
        foreach (var queued in Transaction.Commands) commands.Add(new RestoreCommand(queued, 1, false));
        if (IsMonitor) commands.Add(new RestoreCommand(RespWriter.Command("MONITOR"), 1, true));
        if (IsReplyOff) commands.Add(new RestoreCommand(RespWriter.Command("CLIENT", "REPLY", "OFF"), 0, false));
        return commands;
    }

    /// <summary>The server did what the command said.</summary>
    public void Apply(CommandAction action, CommandArguments arguments, ReadOnlySpan<byte> request)
    {
        switch (action)
        {
            case CommandAction.Auth:
                SetCredentials(arguments, 1, arguments.Count);
                break;
            case CommandAction.Hello:
                ApplyHello(arguments);
                break;
            case CommandAction.Select:
                _select = arguments[1].SequenceEqual("0"u8) ? null : request.ToArray();
                _profile = null;
                break;
            case CommandAction.ClientSetName:
                Keep(action.ToString(), request.ToArray());
                break;
            case CommandAction.ClientNoEvict or CommandAction.ClientNoTouch:
                Keep(action.ToString(), arguments.Is(2, "ON") ? request.ToArray() : null);
                break;
            case CommandAction.ClientSetInfo:
                Keep($"{action} {arguments.Text(2).ToUpperInvariant()}", request.ToArray());
                break;
            case CommandAction.ClientTracking:
                _tracking = arguments.Is(2, "ON") ? request.ToArray() : null;
                break;
            case CommandAction.ClientReply:
                IsReplyOff = arguments.Is(2, "OFF");
                break;
            case CommandAction.Watch:
                IsWatching = true;
                break;
            case CommandAction.Unwatch:
                IsWatching = IsWatchBroken = false;
                break;
            case CommandAction.Monitor:
                IsMonitor = true;
                break;
            case CommandAction.Reset:
                Reset();
                break;
            default:
                break;
        }
    }

    /// <summary>EXEC or DISCARD was answered, or its transaction is over for another reason.</summary>
    public void EndTransaction()
    {
        Transaction.Clear();
        IsWatching = IsWatchBroken = false;
    }

    private void ApplyHello(CommandArguments arguments)
    {
        if (arguments.Count < 2 || !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return;
        Protocol = version;
        GreetingVersion++;
        _profile = null;
        for (var i = 2; i < arguments.Count; i++)
        {
            if (arguments.Is(i, "AUTH")) SetCredentials(arguments, i + 1, i += 2);
            else if (arguments.Is(i, "SETNAME")) Keep(nameof(CommandAction.ClientSetName), Encode([Word("CLIENT"), Word("SETNAME"), arguments[++i].ToArray()]));
        }
    }

    private void SetCredentials(CommandArguments arguments, int from, int last)
    {
        var credentials = new List<byte[]>();
        for (var i = from; i <= last && i < arguments.Count; i++) credentials.Add(arguments[i].ToArray());
        _credentials = [.. credentials];
        GreetingVersion++;
        _profile = null;
    }

    private void Reset()
    {
        EndTransaction();
        _settings = null;
        _credentials = null;
        _select = _tracking = null;
        Protocol = 2;
        IsMonitor = IsReplyOff = false;
        Subscriptions.Clear();
        GreetingVersion++;
        _profile = null;
    }

    /// <summary>Whether the server was asked to treat the client's connection in a way of its own.</summary>
    private bool IsKept => _settings is not null && (_settings.ContainsKey(nameof(CommandAction.ClientNoEvict)) || _settings.ContainsKey(nameof(CommandAction.ClientNoTouch)));

    private void Keep(string name, byte[]? request)
    {
        if (request is not null) (_settings ??= new SortedDictionary<string, byte[]>(StringComparer.Ordinal))[name] = request;
        else _settings?.Remove(name);
    }

    private static byte[] Word(string word) => Encoding.ASCII.GetBytes(word);

    private static byte[] Encode(IReadOnlyList<byte[]> arguments)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        RespWriter.WriteCommand(output, arguments);
        return output.WrittenSpan.ToArray();
    }
}
