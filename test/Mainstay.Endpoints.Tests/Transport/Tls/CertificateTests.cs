using System.Security.Cryptography.X509Certificates;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Tls;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Endpoints.Tests.Transport.Tls;

public sealed class CertificateTests
{
    [Theory]
    [InlineData(ClientCertificates.None, null, true)]
    [InlineData(ClientCertificates.None, "ours", true)]
    [InlineData(ClientCertificates.Optional, null, true)]
    [InlineData(ClientCertificates.Optional, "ours", true)]
    [InlineData(ClientCertificates.Optional, "foreign", false)]
    [InlineData(ClientCertificates.Required, null, false)]
    [InlineData(ClientCertificates.Required, "ours", true)]
    [InlineData(ClientCertificates.Required, "foreign", false)]
    public async Task Clients_get_in_by_their_certificate(ClientCertificates asked, string? shown, bool getsIn)
    {
        await using var group = await EncryptedGroup.StartAsync(asked);
        using var foreign = new TestAuthority();
        (string, string)? identity = shown is null ? null : (shown == "ours" ? group.Authority : foreign).Issue("client");
        if (getsIn)
        {
            using var client = await group.Authority.ConnectAsync(group.Port, identity);
            Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
            return;
        }

        // With TLS 1.3 a client learns of it when it reads.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var client = await group.Authority.ConnectAsync(group.Port, identity);
            await client.CallAsync("PING");
        });
        await group.Fakes.CountedAsync(figures => figures.TlsFailures, 1);
        Assert.Empty(group.Fakes.Nodes[0].Heard);
    }

    [Fact]
    public async Task New_files_are_used_for_new_handshakes_while_connections_live()
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var old = await group.Authority.ConnectAsync(group.Port);
        var before = await SubjectAsync(group);

        // The key first, as a tool that renews may do; both together make sense again.
        var (certificate, key) = group.Authority.Issue("renewed");
        File.Move(key, group.Authority.Combine("server.key"), overwrite: true);
        File.Move(certificate, group.Authority.Combine("server.pem"), overwrite: true);
        await Eventually.GetAsync(() => SubjectAsync(group), subject => subject != before, Deadline.InSeconds(10), "the new one is shown");
        Assert.Equal("PONG", (await old.CallAsync("PING")).Text);
    }

    [Fact]
    public void Bad_files_leave_the_former_in_force_and_are_told_without_the_key()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("server");
        var told = new ToldLog();
        var tls = new ServerTls(new TlsSpec(certificate, key), TimeProvider.System, told);
        tls.Load();
        var first = tls.Options;

        // Nothing happens while they rest, nor before they rest again.
        tls.Look();
        Assert.Same(first, tls.Options);
        authority.Issue("other");
        Replace(authority.Combine("other.key"), key);
        tls.Look();
        Assert.Empty(told.Lines);
        tls.Look();
        tls.Look();
        Assert.Same(first, tls.Options);
        Assert.Equal($"The TLS files have changed and are of no use, the former ones stay in force: {key} is no private key of the certificate in {certificate}", Assert.Single(told.Lines));
        Assert.DoesNotContain("PRIVATE", string.Join('\n', told.Lines), StringComparison.Ordinal);

        Replace(authority.Combine("other.pem"), certificate);
        tls.Look();
        tls.Look();
        Assert.NotSame(first, tls.Options);
        Assert.Equal("CN=other", tls.Options.ServerCertificateContext!.TargetCertificate.Subject);

        File.WriteAllText(certificate, "nothing");
        tls.Look();
        tls.Look();
        Assert.EndsWith($"{certificate} holds no certificate (PEM begins with -----BEGIN CERTIFICATE-----)", told.Lines[^1], StringComparison.Ordinal);
        File.Delete(certificate);
        tls.Look();
        tls.Look();
        Assert.Contains("can't be read", told.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("CN=other", tls.Options.ServerCertificateContext!.TargetCertificate.Subject);
    }

    [Fact]
    public async Task An_endpoint_whose_certificate_is_of_no_use_does_not_open()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("server");
        File.WriteAllText(key, "no key");
        var failure = await Assert.ThrowsAsync<EndpointBindException>(() => FakeGroup.StartAsync(more: spec => spec with { Tls = new TlsSpec(certificate, key), Endpoints = [.. spec.Endpoints.Select(endpoint => endpoint with { Tls = true })] }));
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SubjectAsync(EncryptedGroup group)
    {
        var subject = "";
        using var client = await group.Authority.ConnectAsync(group.Port, seen: certificate => subject = certificate.Subject);
        return subject;
    }

    /// <summary>Puts one file in the place of another, as written a second later: files made within one tick of the disk's clock can't be told apart by their times.</summary>
    private static void Replace(string from, string to)
    {
        var before = File.GetLastWriteTimeUtc(to);
        File.Copy(from, to, overwrite: true);
        File.SetLastWriteTimeUtc(to, before + TimeSpan.FromSeconds(1));
    }
}
