using System.Globalization;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Installing;

/// <summary>What is published runs where there is no .NET, and its unit says what systemd has to know.</summary>
public sealed class PublicationTests(Publication published) : IClassFixture<Publication>
{
    [Fact]
    public async Task The_archive_has_all_that_is_installed()
    {
        string[] expected = ["CHANGELOG.md", "LICENSE", "dotnet-LICENSE.TXT", "dotnet-THIRD-PARTY-NOTICES.TXT", "mainstay", "mainstay.schema.json", "mainstay.service", "mainstay.yaml", "one-host.md"];
        Assert.Equal(expected, Directory.GetFileSystemEntries(published.Unpacked).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var told = await RunAsync("--version");
        Assert.Equal(0, told.Status);
        Assert.StartsWith("0.1.0", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_sample_is_a_configuration_that_serves()
    {
        // 1. As it lies there.
        var valid = await RunAsync("validate", "-c", Path.Combine(published.Unpacked, "mainstay.yaml"));
        Assert.True(valid.Status == 0, $"{valid}");

        // 2. With a data folder and ports of this test's own, it serves.
        var (file, ports) = await SampleAsync();
        await using var daemon = OwnedProcess.Start(published.Program, ["serve", "-c", file], published.Folder.Path, published.Environment);
        try
        {
            Assert.Equal("OK", await Eventually.GetAsync(() => AskAsync(ports["6400"], "SET", "greeting", "hello"), reply => reply == "OK", Deadline.InSeconds(30), "the group serves"));
            Assert.Equal("hello", await AskAsync(ports["6400"], "GET", "greeting"));

            // 3. SIGTERM ends it well; its nodes go on.
            daemon.Send(Signal.Terminate);
            Assert.Equal(0, await daemon.WaitAsync(Deadline.InSeconds(20)));
            Assert.Equal("hello", await AskAsync(ports["6411"], "GET", "greeting"));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}{Environment.NewLine}{daemon.Describe()}", late);
        }
        finally
        {
            await SystemProcess.KillUsingFolderAsync(published.Folder.Combine("data"));
        }
    }

    [Fact]
    public async Task Systemd_takes_the_unit_and_the_program_takes_its_command_line()
    {
        // 1. systemd itself: every directive is one, with a value of its kind; the program of ExecStart is there.
        var text = (await File.ReadAllTextAsync(Path.Combine(published.Unpacked, "mainstay.service"), TestContext.Current.CancellationToken)).Replace("/usr/local/bin/mainstay", published.Program, StringComparison.Ordinal);
        var unit = published.Folder.Combine("mainstay.service");
        await File.WriteAllTextAsync(unit, text, TestContext.Current.CancellationToken);
        var verified = await OwnedProcess.RunAsync("systemd-analyze", ["verify", "--man=no", unit], Deadline.InSeconds(60));
        Assert.True(verified.Status == 0 && verified.Errors.Trim().Length == 0, $"{verified}");

        // 2. The program: a file that is not there is all that is wrong with the command line.
        var start = UnitFile.Parse(text).Single("ExecStart").Split(' ');
        Assert.Equal(published.Program, start[0]);
        var missing = published.Folder.Combine("missing.yaml");
        var told = await RunAsync([.. start[1..].Select(word => word == "/etc/mainstay/mainstay.yaml" ? missing : word)]);
        Assert.Equal(2, told.Status);
        Assert.Contains(missing, told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unrecognized", told.Errors, StringComparison.OrdinalIgnoreCase);
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) => OwnedProcess.RunAsync(published.Program, arguments, Deadline.InSeconds(60), published.Folder.Path, published.Environment);

    private async Task<(string File, IReadOnlyDictionary<string, int> Ports)> SampleAsync()
    {
        var ports = new[] { "6400", "6401", "6411", "6412", "6413" }.ToDictionary(port => port, _ => FreePorts.One());
        var text = await File.ReadAllTextAsync(Path.Combine(published.Unpacked, "mainstay.yaml"), TestContext.Current.CancellationToken);
        foreach (var (port, free) in ports) text = text.Replace($":{port}\"", string.Create(CultureInfo.InvariantCulture, $":{free}\""), StringComparison.Ordinal);
        text = text.Replace("data: /var/lib/mainstay", string.Create(CultureInfo.InvariantCulture, $"data: {published.Folder.Combine("data")}\nweb: \"127.0.0.1:{FreePorts.One()}\""), StringComparison.Ordinal);
        var file = published.Folder.Combine("sample.yaml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return (file, ports);
    }

    private static async Task<string?> AskAsync(int port, params string[] command)
    {
        using var client = await RespClient.ConnectAsync(port);
        await client.CallAsync("AUTH", "s3cret-word");
        return (await client.CallAsync(command)).Text;
    }
}
