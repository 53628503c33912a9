using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Nodes;

public sealed class NodeCredentialsTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly DataDirectory _data;

    public NodeCredentialsTests() => _data = DataDirectory.Open(_folder.Combine("data"));

    private string File => Path.Combine(_data.Path, "credentials.json");

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void They_are_made_once_at_random()
    {
        var made = NodeCredentials.LoadOrCreate(_data);
        Assert.Equal(made, NodeCredentials.LoadOrCreate(_data));
        Assert.Matches("^[0-9a-f]{64}$", made.ControlPassword);
        Assert.Matches("^[0-9a-f]{64}$", made.ReplicationPassword);
        Assert.NotEqual(made.ControlPassword, made.ReplicationPassword);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.Delete(File);
        Assert.NotEqual(made, NodeCredentials.LoadOrCreate(_data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"controlPassword":"hunter2","replicationPassword":"hunter2"}""")]
    public void A_damaged_file_is_refused_and_not_quoted(string content)
    {
        System.IO.File.WriteAllText(File, content);
        var refused = Assert.Throws<DataDirectoryException>(() => NodeCredentials.LoadOrCreate(_data));
        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }
}
