using System.Globalization;

namespace Mainstay.Endpoints.Memcached.Answers;

/// <summary>
/// Adds up what nodes tell of themselves, name by name, in the order of the first. Counts and sizes are added; what is no number, or says how each of them
/// is, is told once: the first, the smallest or the largest, as suits it.
/// </summary>
internal sealed class StatsSum
{
    private enum Rule
    {
        Add, First, Smallest, Largest,
    }

    // What each node is or is set to: the same of all, or a matter of one.
    private static readonly HashSet<string> _first =
    [
        "pid", "pointer_size", "version", "libevent", "chunk_size", "chunks_per_page", "growth_factor", "item_size_max", "tcp_backlog", "num_threads", "num_threads_per_udp",
        "tcpport", "udpport", "verbosity", "maxconns", "evictions_enabled", "cas_enabled", "reqs_per_event", "slab_chunk_max", "hashpower_init", "tail_repair_time", "hash_power_level",
        "slab_automove", "slab_automove_ratio", "slab_automove_window", "lru_crawler_sleep", "lru_crawler_tocrawl", "hot_lru_pct", "warm_lru_pct", "hot_max_factor", "warm_max_factor",
        "temporary_ttl", "idle_timeout", "watcher_logbuf_size", "worker_logbuf_size", "read_buf_mem_limit", "ext_page_size", "chunk_sizes", "detail_enabled",
    ];

    private static readonly HashSet<string> _smallest = ["uptime", "accepting_conns"];
    private static readonly HashSet<string> _largest = ["time", "age", "age_hot", "age_warm", "hash_is_expanding", "slab_reassign_running", "lru_crawler_running", "time_since_server_start"];

    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _values = [];

    /// <summary>The lines, without their ends.</summary>
    public IEnumerable<string> Lines => _names.Select(name => $"STAT {name} {_values[name]}");

    /// <summary>Takes a line of the form <c>STAT name value</c>; false for any other.</summary>
    public bool TryAdd(string line)
    {
        if (line.Split(' ', 3) is not ["STAT", var name, var value]) return false;
        if (_values.TryGetValue(name, out var known)) _values[name] = Join(RuleOf(name), known, value);
        else
        {
            _names.Add(name);
            _values[name] = value;
        }

        return true;
    }

    // Those of slabs and items have a number before them: items:1:age, 1:chunk_size.
    private static Rule RuleOf(string name)
    {
        var last = name[(name.LastIndexOf(':') + 1)..];
        return _first.Contains(last) ? Rule.First : _smallest.Contains(last) ? Rule.Smallest : _largest.Contains(last) ? Rule.Largest : Rule.Add;
    }

    private static string Join(Rule rule, string one, string other)
    {
        if (rule == Rule.First) return one;
        if (long.TryParse(one, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a) && long.TryParse(other, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var b))
            return (rule == Rule.Smallest ? Math.Min(a, b) : rule == Rule.Largest ? Math.Max(a, b) : unchecked(a + b)).ToString(CultureInfo.InvariantCulture);
        return decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? (rule == Rule.Smallest ? Math.Min(x, y) : rule == Rule.Largest ? Math.Max(x, y) : x + y).ToString("0.000000", CultureInfo.InvariantCulture)
            : one;
    }
}
