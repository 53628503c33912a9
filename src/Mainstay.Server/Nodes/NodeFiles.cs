namespace Mainstay.Server.Nodes;

/// <summary>Where a managed node's files are. All but its data lie outside its data folder, so that they survive the loss of that.</summary>
/// <param name="Folder">The nodes folder of the data directory.</param>
/// <param name="Node">The node's name.</param>
internal sealed record NodeFiles(string Folder, string Node)
{
    /// <summary>The server's own folder: RDB and AOF files.</summary>
    public string Data => Path.Combine(Folder, Node);

    /// <summary>The generated configuration; its path on a process's command line is what makes that process this node.</summary>
    public string Configuration => Path.Combine(Folder, Node + ".conf");

    /// <summary>Where a server without a configuration file writes its process id; there, too, the path on its command line is what makes it this node.</summary>
    public string ProcessFile => Path.Combine(Folder, Node + ".pid");

    /// <summary>What the server prints.</summary>
    public string Log => Path.Combine(Folder, Node + ".log");

    /// <summary>What it printed at its former start.</summary>
    public string FormerLog => Path.Combine(Folder, Node + ".log.1");

    /// <summary>Which process it is or was; that it exists says that the node ran before.</summary>
    public string Identity => Path.Combine(Folder, Node + ".json");

    /// <summary>What was set aside of its data.</summary>
    public string Saved => Path.Combine(Folder, Node + ".saved");
}
