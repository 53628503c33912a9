using System.Text;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Nodes;

public sealed class NodeSocketsTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _temporary = TempFolder.Create();
    private readonly TempFolder _long = TempFolder.CreateLong(150);

    public void Dispose()
    {
        _temporary.Dispose();
        _long.Dispose();
    }

    [Fact]
    public void They_are_in_the_data_directory_where_the_path_is_short()
    {
        var data = _temporary.Combine("d");
        Directory.CreateDirectory(data);
        Assert.Equal(data + "/sockets/main-001", NodeSockets.PathFor(data, "main-001", "/nowhere"));
        Assert.Equal(Private, File.GetUnixFileMode(data + "/sockets"));
    }

    [Fact]
    public void They_are_in_a_short_folder_that_every_daemon_finds_where_it_is_long()
    {
        var path = NodeSockets.PathFor(_long.Path, new string('n', 40), _temporary.Path);
        Assert.StartsWith(_temporary.Path, path, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(path) <= NodeSockets.LongestPath);
        Assert.Equal(Private, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        Assert.Equal(path, NodeSockets.PathFor(_long.Path, new string('n', 40), "/another/environment"));

        // A temporary folder is emptied at times; the place stays the same.
        Directory.Delete(Path.GetDirectoryName(path)!);
        Assert.Equal(path, NodeSockets.PathFor(_long.Path, new string('n', 40), "/another/environment"));
        Assert.True(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void A_copied_data_directory_does_not_share_the_sockets_of_the_first()
    {
        var first = NodeSockets.PathFor(_long.Path, "main-001", _temporary.Path);
        var copy = Directory.CreateDirectory(_long.Combine("copy")).FullName;
        File.CreateSymbolicLink(copy + "/sockets", new FileInfo(_long.Combine("sockets")).LinkTarget!);
        Assert.NotEqual(first, NodeSockets.PathFor(copy, "main-001", _temporary.Path));
    }

    [Fact]
    public void A_folder_that_others_may_enter_is_refused()
    {
        var path = NodeSockets.PathFor(_long.Path, "main-001", _temporary.Path);
        File.SetUnixFileMode(Path.GetDirectoryName(path)!, Private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        Assert.Contains("not a folder of this user's alone", Assert.Throws<DataDirectoryException>(() => NodeSockets.PathFor(_long.Path, "main-001", _temporary.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_its_place_is_refused()
    {
        var folder = Path.GetDirectoryName(NodeSockets.PathFor(_long.Path, "main-001", _temporary.Path))!;
        Directory.Delete(folder);
        Directory.CreateSymbolicLink(folder, Directory.CreateDirectory(_temporary.Combine("elsewhere")).FullName);
        Assert.Throws<DataDirectoryException>(() => NodeSockets.PathFor(_long.Path, "main-001", _temporary.Path));
    }

    [Fact]
    public void A_temporary_folder_that_is_long_itself_is_told() =>
        Assert.Contains("TMPDIR", Assert.Throws<DataDirectoryException>(() => NodeSockets.PathFor(_long.Path, "main-001", _long.Path)).Message, StringComparison.Ordinal);
}
