using System.Collections.Immutable;

namespace Mainstay.Server.Settings;

/// <summary>Every key of a configuration. Unknown keys are found by it; the reference page and the JSON Schema are made from it.</summary>
internal static class KeyTable
{
    private const string NotYet = "not built yet in this version: refused, never ignored";

    /// <summary>All keys, in the order of the reference.</summary>
    public static ImmutableArray<KeyDoc> All { get; } =
    [
        new("version", KeyShape.Number, "The version of this file's format: 1.") { Required = true, Limits = "1" },
        new("name", KeyShape.Text, "The installation's name, as `status` shows it.") { Default = "mainstay" },
        new("store", KeyShape.Word, "Where terms and topologies are committed. `embedded` is a file in the data directory, for one host.") { Default = "embedded", Words = ["embedded"] },
        new("data", KeyShape.Text, "Folder of all state, made when it is not there, 0700. Relative paths are taken from the folder of this file.") { Default = "/var/lib/mainstay" },
        new("web", KeyShape.Address, "Where the HTTP API listens: an IP address and a port. Writes are taken from this host only.") { Default = "127.0.0.1:8400" },

        new("logs", KeyShape.Map, "How the daemon writes its log, which goes to standard error."),
        new("logs.format", KeyShape.Word, "`text`: one line each; `json`: one object a line.") { Default = "text", Words = ["text", "json"], Reloads = true },

        new("backups", KeyShape.Map, "Where `backup` puts what it takes."),
        new("backups.folder", KeyShape.Text, "The folder, on a disk of its own at best; a folder for each group is made in it, 0700. Relative paths are taken from the folder of this file.") { Default = "backups in the data directory" },
        new("backups.keep", KeyShape.Number, "Backups of a group beyond that many are removed after a new one was taken, the oldest first.") { Default = "7", Limits = "1 to 10000" },

        new("tls", KeyShape.Map, "How the endpoints `primary_tls`, `reader_tls` and `configuration_tls` of all groups and clusters encrypt. Files are PEM; relative paths are taken from the folder of this file."),
        new("tls.certificate", KeyShape.Text, "The certificate, then those between it and a root. Read again when it changes.") { Required = true },
        new("tls.key", KeyShape.Text, "The certificate's private key, RSA or EC, without a passphrase. Read again when it changes.") { Required = true },
        new("tls.client_ca", KeyShape.Text, "The authorities that certificates of clients must come from. Read again when it changes."),
        new("tls.client_certificates", KeyShape.Word, "Whether clients show a certificate. `optional`: one that is shown must be valid. Left out: `required` with `client_ca`, else `none`.") { Words = ["none", "optional", "required"] },

        new("limits", KeyShape.Map, "What clients of one endpoint may take; each refusal is counted by its reason."),
        new("limits.connections", KeyShape.Number, "Clients of one endpoint at once.") { Default = "10000", Limits = "1 to 1000000", Reloads = true },
        new("limits.connections_per_address", KeyShape.Number, "Of those, from one address; 0 for no bound of its own.") { Default = "0", Limits = "0 to 1000000", Reloads = true },
        new("limits.request", KeyShape.Size, "Longest argument of a request.") { Default = "512MiB", Limits = "1KiB to 512MiB", Reloads = true },
        new("limits.output", KeyShape.Size, "What one client may leave unread of its replies before its connection is closed.") { Default = "64MiB", Limits = "1MiB to 16GiB", Reloads = true },
        new("limits.idle", KeyShape.Duration, "How long a client may be idle, those that are blocked or subscribed aside; 0s: for ever.") { Default = "0s", Limits = "0s to 24h", Reloads = true },
        new("limits.first_byte", KeyShape.Duration, "How long a new client may take to send its first byte; 0s: for ever, as pools connect ahead.") { Default = "0s", Limits = "0s to 1h", Reloads = true },
        new("limits.partial", KeyShape.Duration, "How long a request that has begun may pause before it has arrived whole; 0s: for ever.") { Default = "60s", Limits = "0s to 1h", Reloads = true },

        new("groups", KeyShape.NamedMaps, "Redis or Valkey replication groups, by name. Names of groups, clusters and nodes share one namespace: 1 to 63 of a-z, 0-9 and -. A file has `groups` or `clusters` or both."),
        new("groups.*.engine", KeyShape.Word, "Which server the managed nodes run.") { Default = "redis", Words = ["redis", "valkey"] },
        new("groups.*.durability", KeyShape.Word, "When a write counts as done. `async`: at once; what was not replicated is lost at a crash.") { Default = "async", Words = ["async"] },
        new("groups.*.persistence", KeyShape.Word, "How managed nodes keep their data across a restart: `rdb` snapshots, `aof` a log of writes, `none`.") { Default = "rdb", Words = ["rdb", "aof", "none"] },
        new("groups.*.settings", KeyShape.Directives, "Directives for redis.conf of the managed nodes, by their names there. Those that the daemon sets itself are refused.") { Reloads = true },
        new("groups.*.username", KeyShape.Text, "The account on the nodes, with `password`. Managed nodes are given it, and let nobody in without; on servers of others it exists, and we log in with it. Left out: the default user."),
        new("groups.*.password", KeyShape.Text, "Its password. Better `${VARIABLE}` or `password_file`.") { Secret = true },
        new("groups.*.password_file", KeyShape.Text, "A file whose first line is the password, readable by the daemon's user alone."),
        new("groups.*.failover", KeyShape.Map, "When the primary is left."),
        new("groups.*.failover.mode", KeyShape.Word, "`automatic`: by itself.") { Default = "automatic", Words = ["automatic"] },
        new("groups.*.failover.detect", KeyShape.Duration, "How long a primary may be silent before it counts as gone. A process that ended counts at once.") { Default = "1s", Limits = "500ms to 60s" },
        new("groups.*.hold", KeyShape.Map, "What endpoints keep for later while there is no primary."),
        new("groups.*.hold.time", KeyShape.Duration, "Longest time one command is held; clients' read timeouts must be longer.") { Default = "10s", Limits = "0s to 10m", Reloads = true },
        new("groups.*.hold.commands", KeyShape.Number, "Most commands held at once by all endpoints of the group.") { Default = "100000", Limits = "0 to 10000000", Reloads = true },
        new("groups.*.hold.bytes", KeyShape.Size, "Most bytes held at once by all endpoints of the group.") { Default = "64MiB", Limits = "0 to 16GiB", Reloads = true },
        new("groups.*.upstream", KeyShape.Word, "How clients' commands travel to a node. `shared`: plain commands of many share few connections; `dedicated`: every client has one of its own.") { Default = "shared", Words = ["shared", "dedicated"] },
        new("groups.*.deny", KeyShape.Texts, "Commands that endpoints refuse besides those that they always do: `[KEYS, CONFIG GET]`; names of one or two words, in any case.") { Limits = "up to 500", Reloads = true },
        new("groups.*.allow", KeyShape.Texts, "Commands that endpoints let through although they refuse them by default.") { Limits = "up to 500", Reloads = true },
        new("groups.*.reader", KeyShape.Map, "Which replicas the reader endpoint reads from: those that are online and within these bounds."),
        new("groups.*.reader.fallback", KeyShape.Word, "Where reads go while no replica is fit. `primary`: there; `none`: they are held, then refused.") { Default = "primary", Words = ["primary", "none"], Reloads = true },
        new("groups.*.reader.lag_bytes", KeyShape.Size, "How far a replica may be behind its primary; 0B for no bound.") { Default = "16MiB", Limits = "0 to 16GiB", Reloads = true },
        new("groups.*.reader.lag_time", KeyShape.Duration, "How long a replica may have heard nothing from its primary; whole seconds, more than the servers' `repl-ping-replica-period`; 0s for no bound.") { Default = "10s", Limits = "0s to 1h", Reloads = true },
        new("groups.*.proxy_protocol", KeyShape.Texts, "Networks, or addresses, of proxies in front of the endpoints: who connects from there begins with a PROXY protocol v2 header, nobody else does.") { Limits = "up to 64" },
        new("groups.*.node_tls", KeyShape.Map, "How nodes that others start are reached over TLS (their `tls-port`); `{}` for TLS with the authorities of the system. Relative paths are taken from the folder of this file."),
        new("groups.*.node_tls.ca", KeyShape.Text, "PEM file of the authorities that nodes' certificates must come from. Left out: those of the system."),
        new("groups.*.node_tls.certificate", KeyShape.Text, "PEM file of the certificate that we show, with `key`. Left out: none."),
        new("groups.*.node_tls.key", KeyShape.Text, "PEM file of its private key, RSA or EC, without a passphrase."),
        new("groups.*.node_tls.server_name", KeyShape.Text, "The name that nodes' certificates must have. Left out: the host of their address."),
        new("groups.*.nodes", KeyShape.NamedMaps, "The data servers, 1 to 9. They say who belongs to a group that never ran; later `node add` and `node remove` do.") { Required = true },
        new("groups.*.nodes.*.host", KeyShape.Text, "On which host it runs, as `--host`, MAINSTAY_HOST or the host's name say it.") { Default = "this host" },
        new("groups.*.nodes.*.address", KeyShape.Address, "Its own address. A managed node listens there: an IP address.") { Required = true },
        new("groups.*.nodes.*.managed", KeyShape.Flag, "Whether the daemon starts it and starts it again; false for servers that others start.") { Default = "true" },
        new("groups.*.nodes.*.priority", KeyShape.Number, "Breaks ties between equally advanced copies, the lowest first; 0 never leads.") { Default = "100", Limits = "0 to 1000" },
        new("groups.*.endpoints", KeyShape.Map, "The stable addresses that applications connect to: `primary` or `primary_tls` at least.") { Required = true, OneOf = ["primary", "primary_tls"] },
        new("groups.*.endpoints.primary", KeyShape.Address, "Always leads to the primary: an IP address and a port."),
        new("groups.*.endpoints.reader", KeyShape.Address, "Spreads reads over healthy replicas."),
        new("groups.*.endpoints.primary_tls", KeyShape.Address, "The same as `primary` for clients that speak TLS; needs `tls`."),
        new("groups.*.endpoints.reader_tls", KeyShape.Address, "The same as `reader` for clients that speak TLS; needs `tls`."),

        new("clusters", KeyShape.NamedMaps, "Memcached clusters, by name, as memcached.md describes them."),
        new("clusters.*.nodes", KeyShape.NamedMaps, "The data servers, 1 to 40, which share the keys. Which key is whose follows from their addresses, not from their names.") { Required = true },
        new("clusters.*.nodes.*.host", KeyShape.Text, "On which host it runs, as `--host`, MAINSTAY_HOST or the host's name say it.") { Default = "this host" },
        new("clusters.*.nodes.*.address", KeyShape.Address, "Its own address, which Auto Discovery tells to clients: IPv4, or a name of letters, digits, - and `.`. A managed node listens there: an IP address.") { Required = true },
        new("clusters.*.nodes.*.managed", KeyShape.Flag, "Whether the daemon starts it and starts it again; false for servers that others start.") { Default = "true" },
        new("clusters.*.endpoints", KeyShape.Map, "The stable addresses that applications connect to: `configuration` or `configuration_tls` at least.") { Required = true, OneOf = ["configuration", "configuration_tls"] },
        new("clusters.*.endpoints.configuration", KeyShape.Address, "Answers Auto Discovery, and serves all keys to clients that know nothing of it: an IP address and a port."),
        new("clusters.*.endpoints.configuration_tls", KeyShape.Address, "The same for clients that speak TLS; needs `tls`."),
        new("clusters.*.failover", KeyShape.Word, "What becomes of the keys of a node that does not serve. `next`: the next node serves them meanwhile; `miss`: they are missing; `error`: commands for them are answered SERVER_ERROR.") { Default = "next", Words = ["next", "miss", "error"], Reloads = true },
        new("clusters.*.discovery", KeyShape.Word, "Which nodes Auto Discovery lists. `all`: every node, for clients have rules of their own for one that is down; `healthy-only`: those that serve, all when none does.") { Default = "all", Words = ["all", "healthy-only"], Reloads = true },
        new("clusters.*.rejoin", KeyShape.Word, "What becomes of what a node still has when it comes back. `flush`: it is emptied first, for others changed meanwhile what it has; `keep`: it serves what may be old.") { Default = "flush", Words = ["flush", "keep"] },
        new("clusters.*.warm", KeyShape.Flag, "Whether what a fresh node misses is taken from the node that had the key before.") { Default = "false", Reloads = true },
        new("clusters.*.warm_time", KeyShape.Duration, "For how long. 10m where `warm` is true and this is left out; given without `warm`, nodes are warmed.") { Limits = "1s to 24h", Reloads = true },
        new("clusters.*.detect", KeyShape.Duration, "How long a node may be silent before it counts as gone. A process that ended counts at once.") { Default = "1s", Limits = "500ms to 60s" },
        new("clusters.*.replace_after", KeyShape.Duration, "How long a managed node that counts as gone may go on to be silent before a fresh process takes its place.") { Default = "2s", Limits = "500ms to 1h" },
        new("clusters.*.memory", KeyShape.Size, "What a managed node keeps of items (memcached's `-m`), whole MiB; it takes a little more itself.") { Default = "64MiB", Limits = "8MiB to 16TiB" },
        new("clusters.*.item_size", KeyShape.Size, "The largest item: endpoints refuse larger values. Of managed nodes (memcached's `-I`) a multiple of 512KiB, at most half of `memory`.") { Default = "1MiB", Limits = "1KiB to 128MiB" },
        new("clusters.*.connections", KeyShape.Number, "Clients that a managed node takes at once (memcached's `-c`).") { Default = "1024", Limits = "512 to 1000000" },
        new("clusters.*.threads", KeyShape.Number, "Threads of a managed node (memcached's `-t`).") { Default = "4", Limits = "1 to 64" },
        new("clusters.*.hold", KeyShape.Map, "What endpoints keep for later while it is not known where it goes."),
        new("clusters.*.hold.time", KeyShape.Duration, "Longest time one command is held; clients' read timeouts must be longer.") { Default = "10s", Limits = "0s to 10m", Reloads = true },
        new("clusters.*.hold.commands", KeyShape.Number, "Most commands held at once by all endpoints of the cluster.") { Default = "100000", Limits = "0 to 10000000", Reloads = true },
        new("clusters.*.hold.bytes", KeyShape.Size, "Most bytes held at once by all endpoints of the cluster.") { Default = "64MiB", Limits = "0 to 16GiB", Reloads = true },
        new("clusters.*.proxy_protocol", KeyShape.Texts, "Networks, or addresses, of proxies in front of the endpoints: who connects from there begins with a PROXY protocol v2 header, nobody else does.") { Limits = "up to 64" },

        new("dns", KeyShape.Map, "Names of endpoints and nodes, as dns.md describes them. Left out: none."),
        new("dns.zone", KeyShape.Text, "The zone that all names are in, without a dot at the end.") { Default = "mainstay.internal", Limits = "at most 125 characters" },
        new("dns.listen", KeyShape.Addresses, "Where the daemon answers over UDP and TCP: IP addresses and ports, one or a list of up to 16.") { Default = "127.0.0.1:8453" },
        new("dns.ttl", KeyShape.Duration, "How long resolvers may keep an address; whole seconds.") { Default = "5s", Limits = "1s to 1h" },
        new("dns.mode", KeyShape.Word, "What `primary` and `reader` lead to. `endpoints`: to the endpoints, whose addresses stay; `direct`: to the nodes themselves.") { Default = "endpoints", Words = ["endpoints", "direct"] },
        new("dns.advertise", KeyShape.Text, "The IP address to answer with where something listens on all addresses of the host. Left out: the host's own."),
        new("dns.update", KeyShape.Map, "A name server that is told of changes, instead of answering here (RFC 2136)."),
        new("dns.update.server", KeyShape.Address, "The zone's primary name server.") { Required = true },
        new("dns.update.key_name", KeyShape.Text, "The name of the key that updates are signed with (TSIG).") { Required = true },
        new("dns.update.algorithm", KeyShape.Word, "The key's algorithm.") { Default = "hmac-sha256", Words = ["hmac-sha256", "hmac-sha384", "hmac-sha512"] },
        new("dns.update.secret", KeyShape.Text, "The key, base64. Better `${VARIABLE}` or `secret_file`.") { Secret = true },
        new("dns.update.secret_file", KeyShape.Text, "A file whose first line is the key, readable by the daemon's user alone."),

        new("status_page", KeyShape.Map, $"The public status page: {NotYet}.") { NotBuilt = true },
        new("canaries", KeyShape.Map, $"Test writes: {NotYet}.") { NotBuilt = true },
        new("notifications", KeyShape.Map, $"Who is called: {NotYet}.") { NotBuilt = true },
        new("services", KeyShape.Map, $"Third parties that are watched: {NotYet}.") { NotBuilt = true },
        new("windows", KeyShape.Map, $"Maintenance windows: {NotYet}.") { NotBuilt = true },
        new("time_zone", KeyShape.Text, $"In which zone people see times: {NotYet}.") { NotBuilt = true },
    ];

    /// <summary>Words of keys above that the design has and this version has not.</summary>
    public static ImmutableArray<(string Path, string Word)> WordsNotBuilt { get; } =
        [("store", "etcd"), ("groups.*.durability", "sync"), ("groups.*.failover.mode", "sentinel"), ("groups.*.failover.mode", "observe")];

    /// <summary>Keys of the map at <paramref name="path"/> of which one at least must be there, the usual one first.</summary>
    public static ImmutableArray<string> OneOf(string path) => path.Length == 0 ? ["groups", "clusters"] : All.FirstOrDefault(key => key.Path == path)?.OneOf ?? [];

    /// <summary>The key at <paramref name="path"/>.</summary>
    public static KeyDoc Find(string path) => All.First(key => key.Path == path);

    /// <summary>The keys of the map at <paramref name="path"/>; empty for the file itself.</summary>
    public static IEnumerable<KeyDoc> Of(string path) => All.Where(key => key.Parent == path && key.Name != "*");
}
