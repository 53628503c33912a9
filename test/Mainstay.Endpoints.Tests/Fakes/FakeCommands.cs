using System.Text;
using Mainstay.Endpoints.Scripts;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>What one connection of a fake node answers, and the state it has, as redis-server keeps it.</summary>
internal sealed class FakeCommands(FakeNode node)
{
    private static readonly HashSet<string> _writes = ["SET", "INCR", "BLPOP"];

    private readonly SortedSet<string> _channels = [];
    private List<string[]>? _queue;
    private bool _dirty;
    private bool _watching;
    private bool _authenticated;
    private bool _inquirer;
    private bool _silent;
    private int _database;
    private int _protocol = 2;
    private string _name = "";

    public bool IsBlocked { get; set; }

    public string Run(string[] arguments)
    {
        var reply = Dispatch(arguments);
        return _silent ? "" : reply;
    }

    public string? Message(string channel, string text) =>
        _channels.Contains(channel) ? $"{(_protocol == 3 ? '>' : '*')}3\r\n{Bulk("message")}{Bulk(channel)}{Bulk(text)}" : null;

    private string Dispatch(string[] arguments)
    {
        var name = arguments[0].ToUpperInvariant();
        if (node.Password is not null && !_authenticated && name is not ("AUTH" or "HELLO" or "RESET") && !(name == "INFO" && _inquirer)) return "-NOAUTH Authentication required.\r\n";
        if (_queue is not null && name is not ("EXEC" or "DISCARD" or "MULTI" or "RESET"))
        {
            if (!node.IsPrimary && _writes.Contains(name))
            {
                _dirty = true;
                return "-READONLY You can't write against a read only replica.\r\n";
            }

            if (name == "BAD")
            {
                _dirty = true;
                return "-ERR unknown command\r\n";
            }

            _queue.Add(arguments);
            return "+QUEUED\r\n";
        }

        if (!node.IsPrimary && _writes.Contains(name)) return "-READONLY You can't write against a read only replica.\r\n";
        return Execute(name, arguments);
    }

    private string Execute(string name, string[] arguments)
    {
        switch (name)
        {
            case "PING": return "+PONG\r\n";
            case "ECHO": return Bulk(arguments[1]);
            case "SET":
                node.Data.Set(_database, arguments[1], arguments[2]);
                return "+OK\r\n";
            case "GET": return node.Data.Get(_database, arguments[1]) is { } value ? Bulk(value) : _protocol == 3 ? "_\r\n" : "$-1\r\n";
            case "INCR": return $":{node.Data.Increment(_database, arguments[1])}\r\n";
            case "SELECT":
                _database = int.Parse(arguments[1]);
                return "+OK\r\n";
            case "INFO": return Bulk(Info(arguments));
            case "ROLE": return node.IsPrimary ? "*3\r\n$6\r\nmaster\r\n:77\r\n*1\r\n*3\r\n$9\r\n127.0.0.9\r\n$4\r\n6413\r\n$2\r\n70\r\n" : $"*5\r\n$5\r\nslave\r\n{Bulk("127.0.0.9")}:6411\r\n$9\r\nconnected\r\n:77\r\n";
            case "AUTH" when arguments is [_, var user, var password] && node.Inquirer is { } known && user == known.User:
                _inquirer = password == known.Password;
                return _inquirer ? "+OK\r\n" : "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
            case "AUTH":
                _authenticated = arguments[^1] == node.Password;
                return _authenticated ? "+OK\r\n" : "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
            case "HELLO": return Hello(arguments);
            case "CLIENT": return Client(arguments);
            case "EVAL" or "EVAL_RO" or "EVALSHA" or "EVALSHA_RO" or "SCRIPT": return Script(name, arguments);
            case "BLPOP" or "WAIT" or "XREAD":
                IsBlocked = true;
                return "";
            case "XREVRANGE": return "*1\r\n*2\r\n$3\r\n7-1\r\n*0\r\n";
            case "PUBLISH": return $":{node.Say(arguments[1], arguments[2])}\r\n";
            default: return Transaction(name, arguments) ?? PubSub(name, arguments) ?? $"-ERR unknown command '{name}'\r\n";
        }
    }

    private string Hello(string[] arguments)
    {
        var auth = Array.IndexOf(arguments, "AUTH");
        if (auth > 0) _authenticated = arguments[auth + 2] == node.Password;
        if (node.Password is not null && !_authenticated) return "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
        _protocol = int.Parse(arguments[1]);
        return $"{(_protocol == 3 ? "%2" : "*4")}\r\n{Bulk("proto")}:{_protocol}\r\n{Bulk("role")}{Bulk(node.IsPrimary ? "master" : "replica")}";
    }

    private string Client(string[] arguments)
    {
        switch (arguments[1].ToUpperInvariant())
        {
            case "SETNAME":
                _name = arguments[2];
                return "+OK\r\n";
            case "GETNAME": return Bulk(_name);
            case "REPLY":
                _silent = arguments[2] == "OFF";
                return "+OK\r\n";
            case "TRACKING": return "+OK\r\n";
            case "INFO": return Bulk($"id=3 addr=127.0.0.1:4000 laddr=127.0.0.1:{node.Port} name={_name}\n");
            default: return "-ERR unknown subcommand\r\n";
        }
    }

    private string Script(string name, string[] arguments)
    {
        var hash = arguments[1].ToLowerInvariant();
        switch (name == "SCRIPT" ? arguments[1].ToUpperInvariant() : name)
        {
            case "LOAD": return Bulk(Keep(arguments[2]));
            case "EXISTS": return $"*1\r\n:{(node.Scripts.ContainsKey(arguments[2]) ? 1 : 0)}\r\n";
            case "FLUSH":
                node.Scripts.Clear();
                return "+OK\r\n";
            case "EVAL" or "EVAL_RO":
                hash = Keep(arguments[1]);
                break;
            default:
                break;
        }

        if (!node.Scripts.TryGetValue(hash, out var script)) return "-NOSCRIPT No matching script. Please use EVAL.\r\n";
        var words = script.Split(' ');
        return Execute(words[0], words);
    }

    private string Keep(string script)
    {
        var hash = ScriptHash.Of(Encoding.Latin1.GetBytes(script)).ToString();
        node.Scripts[hash] = script;
        return hash;
    }

    private string? Transaction(string name, string[] arguments)
    {
        switch (name)
        {
            case "MULTI":
                if (_queue is not null) return "-ERR MULTI calls can not be nested\r\n";
                _queue = [];
                return "+OK\r\n";
            case "WATCH":
                _watching = true;
                return "+OK\r\n";
            case "UNWATCH":
                _watching = false;
                return "+OK\r\n";
            case "DISCARD":
                if (_queue is null) return "-ERR DISCARD without MULTI\r\n";
                _queue = null;
                _dirty = _watching = false;
                return "+OK\r\n";
            case "EXEC":
                return Exec();
            case "RESET":
                (_authenticated, _inquirer) = (false, false);
                _queue = null;
                _dirty = _watching = _authenticated = false;
                _database = 0;
                _protocol = 2;
                _name = "";
                _channels.Clear();
                return "+RESET\r\n";
            default: return null;
        }
    }

    private string Exec()
    {
        if (_queue is not { } queue) return "-ERR EXEC without MULTI\r\n";
        _queue = null;
        var dirty = _dirty;
        _dirty = _watching = false;
        if (dirty) return "-EXECABORT Transaction discarded because of previous errors.\r\n";
        if (!node.IsPrimary && queue.Any(queued => _writes.Contains(queued[0].ToUpperInvariant())))
            return "-EXECABORT Transaction discarded because of: READONLY You can't write against a read only replica.\r\n";
        return $"*{queue.Count}\r\n{string.Concat(queue.Select(queued => Execute(queued[0].ToUpperInvariant(), queued)))}";
    }

    private string? PubSub(string name, string[] arguments)
    {
        var type = _protocol == 3 ? '>' : '*';
        if (name == "SUBSCRIBE")
        {
            var acknowledgements = "";
            foreach (var channel in arguments.Skip(1))
            {
                _channels.Add(channel);
                acknowledgements += $"{type}3\r\n{Bulk("subscribe")}{Bulk(channel)}:{_channels.Count}\r\n";
            }

            return acknowledgements;
        }

        if (name != "UNSUBSCRIBE") return null;
        var gone = arguments.Length > 1 ? arguments[1..] : [.. _channels];
        if (gone.Length == 0) return $"{type}3\r\n{Bulk("unsubscribe")}{(_protocol == 3 ? "_\r\n" : "$-1\r\n")}:0\r\n";
        return string.Concat(gone.Select(channel =>
        {
            _channels.Remove(channel);
            return $"{type}3\r\n{Bulk("unsubscribe")}{Bulk(channel)}:{_channels.Count}\r\n";
        }));
    }

    private string Info(string[] arguments)
    {
        var server = $"# Server\r\nredis_version:7.0.15\r\nrun_id:{node.RunId}\r\ntcp_port:{node.Port}\r\n";
        var replication = node.IsPrimary
            ? $"# Replication\r\nrole:master\r\nconnected_slaves:1\r\nslave0:ip=127.0.0.9,port=6413,state=online,offset=77,lag=0\r\nmaster_replid:{node.ReplicationId}\r\n"
            : $"# Replication\r\nrole:slave\r\nmaster_host:127.0.0.9\r\nmaster_port:6411\r\nmaster_link_status:up\r\nconnected_slaves:0\r\nmaster_replid:{node.ReplicationId}\r\n";
        return arguments.Length == 1 ? $"{server}\r\n{replication}\r\n# CPU\r\nused_cpu_sys:1\r\n" : arguments[1] == "server" ? server : replication;
    }

    private static string Bulk(string text) => $"${text.Length}\r\n{text}\r\n";
}
