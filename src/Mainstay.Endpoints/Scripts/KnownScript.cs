namespace Mainstay.Endpoints.Scripts;

/// <summary>One script that clients of a group use.</summary>
/// <param name="hash">Its name.</param>
/// <param name="load">The request that loads it.</param>
internal sealed class KnownScript(ScriptHash hash, byte[] load)
{
    /// <summary>Processes remembered for one script; the oldest is forgotten, which costs one SCRIPT LOAD more.</summary>
    private const int MostProcesses = 16;

    private readonly List<string> _processes = [];

    /// <summary>Its name.</summary>
    public ScriptHash Hash { get; } = hash;

    /// <summary>The request that loads it: <c>SCRIPT LOAD text</c>.</summary>
    public byte[] Load { get; } = load;

    /// <summary>Whether a process is known to have it.</summary>
    public bool IsOn(string process) => _processes.Contains(process);

    /// <summary>The process has it.</summary>
    public void Add(string process)
    {
        if (IsOn(process)) return;
        if (_processes.Count == MostProcesses) _processes.RemoveAt(0);
        _processes.Add(process);
    }

    /// <summary>The process does not have it.</summary>
    public void Remove(string process) => _processes.Remove(process);
}
