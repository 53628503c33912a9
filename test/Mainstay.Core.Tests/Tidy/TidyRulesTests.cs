namespace Mainstay.Core.Tests.Tidy;

/// <summary>Each rule fails on a small bad sample and passes on its mended twin: a rule that cannot fail keeps nothing.</summary>
public sealed class TidyRulesTests
{
    [Theory]
    [InlineData("<ProjectReference Include=\"../Mainstay.Server/Mainstay.Server.csproj\" />", "must not reference Mainstay.Server")]
    [InlineData("<PackageReference Include=\"Newtonsoft.Json\" />", "must not use the package Newtonsoft.Json")]
    [InlineData("<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "must not use Microsoft.AspNetCore.App")]
    [InlineData("<Using Include=\"Mainstay.Core.Failover\" />", "hides an edge")]
    public void Project_references(string item, string expected)
    {
        var bad = new SourceFile("src/Mainstay.Core/Mainstay.Core.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        Assert.Contains(expected, Assert.Single(ProjectReferences.Check([bad], ProjectReferences.Table)).What, StringComparison.Ordinal);
        var good = bad with { Text = "<Project><ItemGroup><PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\" /></ItemGroup></Project>" };
        Assert.Empty(ProjectReferences.Check([good], ProjectReferences.Table));
    }

    [Fact]
    public void A_project_that_the_table_does_not_know() =>
        Assert.Contains("not in the table", Assert.Single(ProjectReferences.Check([new("src/Mainstay.New/Mainstay.New.csproj", "<Project/>")], ProjectReferences.Table)).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("using Mainstay.Server.Web;")]
    [InlineData("using static Mainstay.Server.Web.Page;")]
    [InlineData("using P = Mainstay.Server.Web.Page;")]
    [InlineData("class A { Mainstay.Server.Web.Page? page; }")]
    [InlineData("class A { Web.Page? page; }")]
    [InlineData("class A { string S(int n) => $\"{Web.Page.Of(n)}\"; }")]
    public void Feature_edges(string use)
    {
        SourceFile[] code = [InStore(use), new("src/Mainstay.Server/Web/Page.cs", "namespace Mainstay.Server.Web;\npublic class Page;")];
        Assert.Contains("Server.Store uses Server.Web", Assert.Single(FeatureEdges.Check(code, [])).What, StringComparison.Ordinal);
        Edge named = new("Server.Store", "Server.Web", "for the sample");
        Assert.Empty(FeatureEdges.Check(code, [named]));
        Assert.Single(FeatureEdges.Check(code, [new("Server.Web", "Server.Store", "the other way round")]));
        Assert.Empty(FeatureEdges.Unused(code, [named]));
        Assert.Single(FeatureEdges.Unused(code, [named, new("Server.Web", "Server.Store", "nobody uses it")]));
    }

    [Theory]
    [InlineData("// using Mainstay.Server.Web;")]
    [InlineData("class A { string S = \"Mainstay.Server.Web.Page\"; }")]
    [InlineData("using Mainstay.Server.Store;")]
    [InlineData("class A { object O(Spec spec) => spec.Web.Page; }")]
    public void What_is_no_edge(string use) =>
        Assert.Empty(FeatureEdges.Check([InStore(use), new("src/Mainstay.Server/Web/Page.cs", "namespace Mainstay.Server.Web;\npublic class Page;")], []));

    [Fact]
    public void Length_and_median()
    {
        SourceFile Lines(int count) => new("src/Mainstay.Core/A.cs", string.Concat(Enumerable.Repeat("\n", count)));
        Assert.Single(FileShape.CheckLength([Lines(601)]));
        Assert.Empty(FileShape.CheckLength([Lines(600)]));
        Assert.Equal(20, FileShape.MedianLength([Lines(10), Lines(300), Lines(20)]));
    }

    [Theory]
    [InlineData("public class A;\ninternal sealed record B(int X);", "B belongs")]
    [InlineData("public sealed class Other\n{\n}", "Other belongs")]
    [InlineData("public class A;\npublic delegate void Told(int what);", "Told belongs")]
    [InlineData("public class A;\n[Flags] public enum Kinds { One }", "Kinds belongs")]
    public void One_type_a_file(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(FileShape.CheckTypes([new("src/Mainstay.Core/A.cs", text)])).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("public class A\n{\n    private sealed class Inner;\n    internal enum Kind { One }\n}")]
    [InlineData("public class A;\npublic class A<T> where T : class\n{\n}")]
    [InlineData("public class A;\nfile sealed class Local;")]
    [InlineData("return 2;")]
    public void Types_that_may_share_a_file(string text) => Assert.Empty(FileShape.CheckTypes([new("src/Mainstay.Core/A.cs", text)]));

    [Fact]
    public void Namespace_is_folder()
    {
        Assert.Single(FileShape.CheckNamespace([new("src/Mainstay.Core/Failover/A.cs", "namespace Mainstay.Core;")]));
        Assert.Single(FileShape.CheckNamespace([new("src/Mainstay.Core/A.cs", "namespace Mainstay.Core.Failover { }")]));
        Assert.Empty(FileShape.CheckNamespace([new("src/Mainstay.Core/Failover/A.cs", "namespace Mainstay.Core.Failover;")]));
    }

    [Theory]
    [InlineData("src/Mainstay.Core/A.cs", "internal class NodeManager;")]
    [InlineData("src/Mainstay.Core/A.cs", "class A { struct IOHelpers; }")]
    [InlineData("src/Mainstay.Core/Common/A.cs", "")]
    [InlineData("docs/utils/a.md", "")]
    [InlineData("src/Mainstay.Core/StringUtil.cs", "")]
    public void Vague_names(string path, string text) => Assert.Single(Words.CheckNames([new(path, text)]));

    [Theory]
    [InlineData("class Utilization; class Commonly; class UpManagerial;")]
    [InlineData("// a Manager, a Helper")]
    public void Names_that_only_look_vague(string text) => Assert.Empty(Words.CheckNames([new("src/Mainstay.Core/A.cs", text)]));

    [Fact]
    public void Left_behind()
    {
        foreach (var word in new[] { "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception" })
        {
            Assert.Equal(2, Assert.Single(Words.CheckLeftBehind([new("docs/a.md", $"text\nsome {word}: later")])).Line);
            Assert.Empty(Words.CheckLeftBehind([new("docs/a.md", $"my{word}s")]));
        }
    }

    [Theory]
    [InlineData("[Fact(Skip = \"later\")]")]
    [InlineData("[Fact(Explicit = true)]")]
    [InlineData("[Fact(SkipUnless = nameof(HasNode))]")]
    [InlineData("Assert.Skip(\"no node\");")]
    [InlineData("await Task.Delay(10);")]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("SpinWait.SpinUntil(() => done);")]
    public void Sleeping_and_skipping(string text)
    {
        Assert.NotEmpty(TestDiscipline.Check([new("test/Mainstay.X.Tests/A.cs", text)]));
        Assert.Empty(TestDiscipline.Check([new("src/Mainstay.X/A.cs", text)]));
        Assert.Empty(TestDiscipline.Check([new("test/Mainstay.X.Tests/A.cs", $"// {text}")]));
    }

    [Fact]
    public void Only_the_waiting_place_may_wait()
    {
        Assert.Empty(TestDiscipline.Check([new(TestDiscipline.WaitingPlace, "await Task.Delay(10);")]));
        Assert.Contains(Repository.Instance.Files, file => file.Path == TestDiscipline.WaitingPlace);
    }

    [Theory]
    [InlineData("cd /work/x")]
    [InlineData("\"/home/me/x\"")]
    [InlineData("--data=/tmp/x")]
    [InlineData("see https://registry.npmjs.org/ioredis")]
    [InlineData("https://api.nuget.org/v3/index.json")]
    public void Machine_paths_and_registry_hosts(string text) => Assert.Single(Places.Check([new("docs/a.md", text)]));

    [Theory]
    [InlineData("</root> artifacts/tmp /homestead https://example.org/work ~/tmp ${x}/tmp")]
    [InlineData("/var/lib/mainstay")]
    public void Places_that_may_be_named(string text) => Assert.Empty(Places.Check([new("docs/a.md", text)]));

    private static SourceFile InStore(string text) => new("src/Mainstay.Server/Store/A.cs", $"{(text.StartsWith("using", StringComparison.Ordinal) ? text : "")}\nnamespace Mainstay.Server.Store;\n{(text.StartsWith("using", StringComparison.Ordinal) ? "" : text)}");
}
