using System.Xml.Linq;

namespace Mainstay.Core.Tests.Tidy;

/// <summary>Reads the project files and fails on every reference that the table does not name.</summary>
internal static class ProjectReferences
{
    /// <summary>The direction of dependencies: Cli, Server, Endpoints, then Core and Protocol side by side.</summary>
    public static ProjectRule[] Table { get; } =
    [
        new("Mainstay.Core", [], ["Microsoft.CodeAnalysis.BannedApiAnalyzers"], "pure decisions: nothing of ours below it, nothing but an analyzer beside it"),
        new("Mainstay.Protocol", [], ["Microsoft.CodeAnalysis.BannedApiAnalyzers"], "codecs only: nothing of ours below it, nothing but an analyzer beside it"),
        new("Mainstay.Guard", [], ["YamlDotNet"], "text in, findings out: it stands alone, so that it can be a tool of its own"),
        new("Mainstay.Endpoints", ["Mainstay.Core", "Mainstay.Protocol"], ["Microsoft.Extensions.Logging.Abstractions", "HdrHistogram"], "the data plane: decisions, codecs, counts and a logger, no ASP.NET"),
        new("Mainstay.Server", ["Mainstay.Endpoints", "Mainstay.Core", "Mainstay.Protocol"], ["YamlDotNet", "Cronos"], "the daemon stands on everything but the command line"),
        new("Mainstay.Cli", ["Mainstay.Server", "Mainstay.Guard", "Mainstay.Endpoints", "Mainstay.Core", "Mainstay.Protocol"], ["System.CommandLine", "Spectre.Console", "YamlDotNet", "Microsoft.Extensions.Hosting.Systemd"],
            "the only executable: verbs, tables and YAML"),

        new("Mainstay.TestKit", [], null, "what tests of every layer share: it knows the program only from outside, and has a codec of its own to check by"),
        new("Mainstay.Simulation", ["Mainstay.Core"], null, "the control plane in one thread: no sockets, no servers"),
        new("Mainstay.Core.Tests", ["Mainstay.Core", "Mainstay.Simulation", "Mainstay.TestKit"], null, "pure tests, scenarios and these rules"),
        new("Mainstay.Protocol.Tests", ["Mainstay.Protocol", "Mainstay.TestKit"], null, "codecs against generated input"),
        new("Mainstay.Guard.Tests", ["Mainstay.Guard"], null, "what configuration means, by samples"),
        new("Mainstay.Endpoints.Tests", ["Mainstay.Endpoints", "Mainstay.Core", "Mainstay.Protocol", "Mainstay.TestKit"], null, "the data plane over loopback"),
        new("Mainstay.Server.Tests", ["Mainstay.Server", "Mainstay.Core", "Mainstay.TestKit"], null, "the daemon's parts"),
        new("Mainstay.Cli.Tests", ["Mainstay.Cli", "Mainstay.TestKit"], null, "the command line without a process of its own"),
        new("Mainstay.Integration.Tests", ["Mainstay.Cli", "Mainstay.TestKit", "Mainstay.Bench.Failover"], null, "the whole program as users start it"),
        new("Mainstay.Bench.Dns", ["Mainstay.TestKit"], null, "measures the name server from outside"),
        new("Mainstay.Bench.Failover", ["Mainstay.TestKit"], null, "measures the program from outside"),
        new("Mainstay.Bench.Endpoint", ["Mainstay.TestKit"], null, "measures endpoints beside other proxies, from outside"),
        new("Mainstay.Bench.Memcached", ["Mainstay.TestKit"], null, "measures memcached endpoints beside twemproxy and direct connections, from outside"),
        new("Mainstay.Bench.Resp", ["Mainstay.Core", "Mainstay.Protocol"], null, "times what every request runs through"),
        new("Mainstay.Bench.Hostile", ["Mainstay.TestKit"], null, "measures what crowds cost others, from outside"),
        new("Mainstay.Bench.Soak", ["Mainstay.TestKit"], null, "gives the program a hard day, from outside"),
    ];

    private static readonly string[] PureProjects = ["Mainstay.Core", "Mainstay.Protocol", "Mainstay.Endpoints"];

    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> projects, IReadOnlyCollection<ProjectRule> table)
    {
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project.Path);
            if (table.FirstOrDefault(rule => rule.Project == name) is not { } allowed)
            {
                yield return new Finding(project.Path, 0, $"{name} is not in the table of projects; a new project needs a new purity wall or a new deliverable");
                continue;
            }

            var read = XDocument.Parse(project.Text);
            foreach (var reference in Includes(read, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))))
                if (!allowed.References.Contains(reference)) yield return new Finding(project.Path, 0, $"{name} must not reference {reference} ({allowed.Why})");
            foreach (var package in Includes(read, "PackageReference"))
                if (allowed.Packages is { } packages && !packages.Contains(package))
                    yield return new Finding(project.Path, 0, $"{name} must not use the package {package} ({allowed.Why})");
            foreach (var shared in Includes(read, "FrameworkReference"))
                if (PureProjects.Contains(name)) yield return new Finding(project.Path, 0, $"{name} must not use {shared} ({allowed.Why})");
            foreach (var hidden in Includes(read, "Using").Where(used => used.StartsWith("Mainstay.", StringComparison.Ordinal)))
                yield return new Finding(project.Path, 0, $"a global using of {hidden} hides an edge between features; write it where it is used");
        }
    }

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants().Where(e => e.Name.LocalName == element).Select(e => (string?)e.Attribute("Include") ?? "").Where(include => include.Length > 0);
}
