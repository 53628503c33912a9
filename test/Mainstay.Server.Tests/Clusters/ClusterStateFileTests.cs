using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Clusters;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Control;
using Mainstay.TestKit.Files;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Tests.Clusters;

public sealed class ClusterStateFileTests : IDisposable
{
    private static readonly ClusterSpec Spec = new() { Name = "pages", Nodes = [new NodeSpec { Name = "a", Address = new NodeAddress("10.0.0.1", 11211) }] };

    private static readonly ClusterState State = new()
    {
        Version = 1_750_000_000,
        LastOutage = 1_750_000_000_123,
        Listed = ["10.0.0.1|10.0.0.1|11211"],
        Nodes = [new ClusterNodeState("a", true, 3, 0, new ServerIdentity(12, 34), "10.0.0.1"), new ClusterNodeState("b", false, 0, 7, null, null)],
    };

    private readonly TempFolder _folder = TempFolder.Create();
    private readonly TestLog _log = new();

    private string FilePath => _folder.Combine("pages.cluster");

    private ClusterStateFile File => new(FilePath, _log.CreateLogger<ClusterStateFile>());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        Assert.Null(File.Read(Spec));
        File.Write(State);
        Assert.Equal(State, File.Read(Spec));
        Assert.Equal(DurableFile.FileMode600, System.IO.File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    [InlineData("{ \"format\": 1 }")]
    [InlineData("{ \"format\": 1, \"state\": { \"version\": 3 } }")]
    [InlineData("{ \"format\": 1, \"state\": { \"version\": 3, \"lastOutage\": 1, \"listed\": [], \"nodes\": [], \"more\": 1 } }")]
    public void What_is_damaged_is_told_and_nothing_of_it_is_believed(string text)
    {
        System.IO.File.WriteAllText(FilePath, text);
        Assert.Equal(ClusterState.Lost(Spec), File.Read(Spec));
        Assert.Contains(_log.Lines, line => line.Contains("is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_newer_version_wrote_is_refused()
    {
        System.IO.File.WriteAllText(FilePath, "{ \"format\": 2, \"anything\": 1 }");
        Assert.Contains("written by a newer version", Assert.Throws<DataDirectoryException>(() => File.Read(Spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_cannot_be_written_what_it_said_is_not_believed_any_more()
    {
        var file = File;
        file.Write(State);

        // The new file's name is taken by a folder: whoever may write everything cannot write there either.
        Directory.CreateDirectory(FilePath + DurableFile.Unfinished);
        file.Write(State with { Version = 1_750_000_001 });
        file.Write(State with { Version = 1_750_000_002 });
        Assert.Single(_log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
        Assert.Equal(ClusterState.Lost(Spec), File.Read(Spec));
        Directory.Delete(FilePath + DurableFile.Unfinished);
        file.Write(State);
        Assert.Equal(State, File.Read(Spec));
        Assert.Contains(_log.Lines, line => line.Contains("is written again", StringComparison.Ordinal));
    }
}
