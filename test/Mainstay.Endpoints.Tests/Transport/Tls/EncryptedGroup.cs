using System.Collections.Immutable;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Tls;

namespace Mainstay.Endpoints.Tests.Transport.Tls;

/// <summary>A fake group whose endpoints encrypt, and the authority that its certificate is from.</summary>
internal sealed class EncryptedGroup : IAsyncDisposable
{
    private EncryptedGroup(TestAuthority authority, FakeGroup fakes) => (Authority, Fakes) = (authority, fakes);

    public TestAuthority Authority { get; }

    public FakeGroup Fakes { get; }

    public int Port => Fakes.Primary.Address.Port;

    public static async Task<EncryptedGroup> StartAsync(ClientCertificates asked = ClientCertificates.None, ImmutableArray<IPNetwork>? proxies = null)
    {
        var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("server");
        var tls = new TlsSpec(certificate, key, asked == ClientCertificates.None ? null : authority.Ca, asked);
        return new EncryptedGroup(authority, await FakeGroup.StartAsync(more: spec => spec with { Tls = tls, ProxyProtocol = proxies ?? [], Endpoints = [.. spec.Endpoints.Select(endpoint => endpoint with { Tls = true })] }));
    }

    public async ValueTask DisposeAsync()
    {
        await Fakes.DisposeAsync();
        Authority.Dispose();
    }
}
