using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>The page about nodes is as true as the code.</summary>
public sealed class NodeDocumentationTests
{
    [Fact]
    public void Every_directive_is_explained()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "nodes.md"));
        var spec = new NodeSpec { Name = "main-001", Address = new NodeAddress("127.0.0.1", 6411), UnixSocket = "/s" };
        var directives = NodeConfiguration.Generate(spec, NodeTemplate.Plain, new NodeFiles("/n", "main-001"), new NodeCredentials("c", "r"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l.StartsWith("user ", StringComparison.Ordinal) ? string.Join(' ', l.Split(' ')[..2]) : l.Split(' ')[0]);
        Assert.All(directives, directive => Assert.Contains($"`{directive}", page, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mainstay.slnx"))) folder = folder.Parent ?? throw new InvalidOperationException("no Mainstay.slnx above the tests");
        return folder.FullName;
    }
}
