namespace Mainstay.Core.Tests.Tidy;

/// <summary>All edges between features of one project, each with its reason. What is not here is not allowed.</summary>
internal static class EdgeTable
{
    public static Edge[] Edges { get; } =
    [
        new("Core.Configuration", "Core.Topology", "a configuration names engines, addresses and kinds of endpoint"),
        new("Core.Detection", "Core.Failover", "a verdict is evidence for the machine"),
        new("Core.Failover", "Core.Topology", "the machine publishes topologies"),
        new("Core.Failover", "Core.Configuration", "the machine is built from its group's configuration"),

        new("Core.Serving", "Core.Topology", "reads go to the replicas of a topology"),
        new("Core.Serving", "Core.Configuration", "what may be held is configured"),

        new("Endpoints", "Endpoints.Listening", "a group opens its listeners"),
        new("Endpoints", "Endpoints.Sessions", "a group tells its sessions of fences and topologies"),
        new("Endpoints", "Endpoints.Routing", "a group owns the route of its endpoints"),
        new("Endpoints", "Endpoints.Holding", "a group owns the ledger of its endpoints"),
        new("Endpoints", "Endpoints.Transport", "a group owns the budget of its endpoints"),
        new("Endpoints", "Endpoints.Scripts", "a group knows the scripts of all its clients"),
        new("Endpoints.Listening", "Endpoints.Sessions", "an accepted connection becomes a session"),
        new("Endpoints.Listening", "Endpoints.Transport", "sockets are set up in one place"),
        new("Endpoints.Listening", "Endpoints.Metrics", "clients are counted"),
        new("Endpoints.Sessions", "Endpoints.Routing", "a session asks where a command goes"),
        new("Endpoints.Sessions", "Endpoints.Holding", "a session keeps a command that cannot go anywhere yet"),
        new("Endpoints.Sessions", "Endpoints.Upstreams", "a session sends on a connection to a node"),
        new("Endpoints.Sessions", "Endpoints.Transport", "blocks and budgets are one floor for both sides"),
        new("Endpoints.Sessions", "Endpoints.Scripts", "a session loads a script where the node does not have it"),
        new("Endpoints.Sessions", "Endpoints.Metrics", "what happens to commands is counted"),
        new("Endpoints.Upstreams", "Endpoints.Routing", "a connection is made to a target and checked against it"),
        new("Endpoints.Upstreams", "Endpoints.Transport", "blocks and sockets are one floor for both sides"),

        new("Server.Control", "Server.Nodes", "the driver carries out the machine's actions on processes"),
        new("Server.Control", "Server.Store", "the driver commits what the machine decides"),
        new("Server.Control", "Server.NodeClient", "the driver probes, seals and promotes over RESP"),
        new("Server.Backups", "Server.Control", "a backup is read from whom the controller knows, and restored through its machine"),
        new("Server.Backups", "Server.NodeClient", "a backup is read as a replica reads"),
        new("Server.Backups", "Server.Nodes", "credentials say as whom"),
        new("Server.Backups", "Server.Store", "backups are written durably, by default in the data directory"),
        new("Server.Hosting", "Server.Backups", "the host says where backups go"),
        new("Server.Web", "Server.Backups", "the API takes and restores backups"),
        new("Server.Nodes", "Server.NodeClient", "a process is asked for its run id before it is ended"),
        new("Server.Nodes", "Server.Store", "credentials and identities are kept durably, in the data directory that the store's feature opens"),
        new("Server.Dns", "Server.Store", "the zone's serial is kept durably, in the data directory that the store's feature opens"),
        new("Server.Hosting", "Server.Dns", "the host answers for the names of its groups"),
        new("Server.Hosting", "Server.Control", "the host builds a controller for each group"),
        new("Server.Hosting", "Server.Nodes", "the host builds the supervisor"),
        new("Server.Hosting", "Server.Store", "the host opens the store"),
        new("Server.Hosting", "Server.Web", "the host opens the web port"),
        new("Server.Settings", "Server.Hosting", "a configuration file becomes what a daemon runs"),
        new("Server.Settings", "Server.Dns", "a node cannot have the name of an endpoint"),
        new("Server.Settings", "Server.Nodes", "directives and users that the daemon owns are refused by name"),
        new("Cli", "Cli.Verbs", "the command line is made of verbs"),
        new("Cli", "Cli.Api", "what a daemon refused becomes an exit code"),
        new("Cli.Verbs", "Cli.Api", "verbs talk to a daemon"),
        new("Cli.Verbs", "Cli.Output", "verbs print"),
        new("Cli.Verbs", "Cli.Running", "up runs a daemon in this process"),
        new("Cli.Running", "Cli.Verbs", "a daemon reads the file that its verb was given, again at each reload"),
        new("Cli.Running", "Cli.Output", "a run shows its screen"),
        new("Cli.Running", "Cli.Logging", "a run shows what its daemon logs"),
        new("Server.Web", "Server.Control", "pages and the API show and ask controllers"),
    ];
}
