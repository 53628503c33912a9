using System.Globalization;
using Mainstay.TestKit.Ports;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>The daemon's configuration: a group of one managed node, which keeps nothing on disk.</summary>
internal static class DaemonFile
{
    public const string Node = "main-001";

    /// <param name="ports">The reader's is taken by the TLS endpoint: a group of one node needs no reader.</param>
    /// <param name="dedicated">Whether every client has a connection of its own behind the endpoint.</param>
    /// <param name="certificate">Of the TLS endpoint; null for none.</param>
    public static string Text(PortOffset ports, bool dedicated, Certificate? certificate) => string.Create(CultureInfo.InvariantCulture, $$"""
        version: 1
        data: data
        web: "127.0.0.1:{{ports.Web}}"
        {{(certificate is { } tls ? $"tls: {{ certificate: \"{tls.CertificateFile}\", key: \"{tls.KeyFile}\" }}" : "")}}
        groups:
          main:
            persistence: none
            {{(dedicated ? "upstream: dedicated" : "")}}
            settings: { maxclients: 20000, io-threads: 1, maxmemory: 1gb }
            nodes:
              {{Node}}: { address: "127.0.0.1:{{ports.Node(1)}}" }
            endpoints:
              primary: "127.0.0.1:{{ports.Primary}}"
              {{(certificate is null ? "" : $"primary_tls: \"127.0.0.1:{ports.Reader}\"")}}

        """);
}
