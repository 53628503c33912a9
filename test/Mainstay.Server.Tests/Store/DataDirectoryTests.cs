using Mainstay.Server.Store;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Store;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = TempFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_one_is_made_and_readable_by_its_owner_only()
    {
        var path = _folder.Combine("a/b");
        using var data = DataDirectory.Open(path);
        Assert.All([data.Path, data.Store, data.Nodes], f => Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(f)));
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(path, "FORMAT")));
        Assert.All(Directory.GetFiles(path), f => Assert.Equal(Private, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void It_opens_again_after_it_was_closed_or_a_first_start_was_interrupted()
    {
        var path = _folder.Combine("d");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "lock"), "");
        File.WriteAllText(Path.Combine(path, "FORMAT.new"), "");
        DataDirectory.Open(path).Dispose();
        DataDirectory.Open(path).Dispose();
    }

    [Fact]
    public void Links_lead_to_one_name()
    {
        Directory.CreateDirectory(_folder.Combine("real"));
        Directory.CreateSymbolicLink(_folder.Combine("link"), _folder.Combine("real"));
        using var data = DataDirectory.Open(_folder.Combine("link"));
        Assert.EndsWith("/real", data.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_holder_is_told_who_holds_it()
    {
        using var data = DataDirectory.Open(_folder.Combine("d"));
        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder.Combine("d")));
        Assert.Contains($"in use by process {Environment.ProcessId} (", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_one_is_refused()
    {
        DataDirectory.Open(_folder.Combine("d")).Dispose();
        File.WriteAllText(_folder.Combine("d/FORMAT"), "2\n");
        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder.Combine("d")));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Combine("d"), refused.Message, StringComparison.Ordinal);
        Assert.Equal("2\n", File.ReadAllText(_folder.Combine("d/FORMAT")));
    }

    [Fact]
    public void A_damaged_marker_is_refused()
    {
        DataDirectory.Open(_folder.Combine("d")).Dispose();
        File.WriteAllText(_folder.Combine("d/FORMAT"), "");
        Assert.Contains("damaged", Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder.Combine("d"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_somebody_elses_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(_folder.Combine("thesis.txt"), "");
        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder.Path));
        Assert.Contains("thesis.txt", refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_in_its_place_is_told()
    {
        File.WriteAllText(_folder.Combine("d"), "");
        Assert.Contains("cannot be used", Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder.Combine("d"))).Message, StringComparison.Ordinal);
    }
}
