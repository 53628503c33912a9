using System.Buffers;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Scripts;

/// <summary>
/// The scripts that clients of one group have made known through its endpoints, and which server processes have each: scripts are not
/// replicated, and a client that loaded one does not expect to have to do it again. Bounded; the one that was not used for longest goes
/// first. Safe from any thread.
/// </summary>
/// <param name="mostScripts">Scripts kept.</param>
/// <param name="mostBytes">Bytes of them kept.</param>
internal sealed class ScriptCache(int mostScripts = ScriptCache.MostScripts, long mostBytes = ScriptCache.MostBytes)
{
    /// <summary>Scripts kept of one group.</summary>
    public const int MostScripts = 1000;

    /// <summary>Bytes of them.</summary>
    public const long MostBytes = 8 << 20;

    /// <summary>Bytes of one script above which it is not kept.</summary>
    public const int MostScriptBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<ScriptHash, LinkedListNode<KnownScript>> _scripts = [];
    private readonly LinkedList<KnownScript> _byUse = new();
    private long _bytes;

    /// <summary>Scripts that are known.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _scripts.Count;
        }
    }

    /// <summary>Takes a script that <paramref name="process"/> has; null when that is not known.</summary>
    public void Add(ReadOnlySpan<byte> body, string? process)
    {
        if (body.Length > MostScriptBytes || body.Length > mostBytes) return;
        var hash = ScriptHash.Of(body);
        lock (_gate)
        {
            var script = Use(hash) ?? Insert(hash, body);
            if (process is not null) script.Add(process);
        }
    }

    /// <summary>The process has the script of this name: it ran.</summary>
    public void Confirm(ScriptHash hash, string process)
    {
        lock (_gate) Use(hash)?.Add(process);
    }

    /// <summary>The process does not have the script. Whether it is known and can be loaded.</summary>
    public bool Miss(ScriptHash hash, string process)
    {
        lock (_gate)
        {
            if (Use(hash) is not { } script) return false;
            script.Remove(process);
            return true;
        }
    }

    /// <summary>The request that loads the script on the process; null when it has it or the script is not known.</summary>
    public byte[]? LoadFor(ScriptHash hash, string process)
    {
        lock (_gate) return Use(hash) is { } script && !script.IsOn(process) ? script.Load : null;
    }

    /// <summary>Forgets all, as a client asked the server to.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _scripts.Clear();
            _byUse.Clear();
            _bytes = 0;
        }
    }

    private KnownScript? Use(ScriptHash hash)
    {
        if (!_scripts.TryGetValue(hash, out var node)) return null;
        if (node == _byUse.Last) return node.Value;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value;
    }

    private KnownScript Insert(ScriptHash hash, ReadOnlySpan<byte> body)
    {
        var load = new ArrayBufferWriter<byte>(body.Length + 64);
        RespWriter.WriteHeader(load, RespType.Array, 3);
        RespWriter.WriteBulk(load, "SCRIPT"u8);
        RespWriter.WriteBulk(load, "LOAD"u8);
        RespWriter.WriteBulk(load, body);
        var script = new KnownScript(hash, load.WrittenSpan.ToArray());
        _scripts[hash] = _byUse.AddLast(script);
        _bytes += script.Load.Length;
        while (_scripts.Count > mostScripts || (_bytes > mostBytes && _scripts.Count > 1))
        {
            var oldest = _byUse.First!.Value;
            _byUse.RemoveFirst();
            _scripts.Remove(oldest.Hash);
            _bytes -= oldest.Load.Length;
        }

        return script;
    }
}
