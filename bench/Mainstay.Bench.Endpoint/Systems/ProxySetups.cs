using System.Globalization;
using Mainstay.Bench.Endpoint.Programs;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Ports;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>The peers' configuration: one thread each, room for every client of a cell, and otherwise what they come with.</summary>
internal static class ProxySetups
{
    /// <param name="kind">A peer.</param>
    /// <param name="port">Where it is to listen.</param>
    /// <param name="server">The data server's port.</param>
    /// <param name="certificate">For the one that ends TLS.</param>
    public static ProxySetup Of(SystemKind kind, int port, int server, Certificate certificate) => kind switch
    {
        SystemKind.HAProxy => HAProxy(port, server, ""),
        SystemKind.HAProxyTls => HAProxy(port, server, $" ssl crt {certificate.BothFile}"),
        SystemKind.Nginx => Nginx(port, server),
        SystemKind.Twemproxy => Twemproxy(port, server),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "this is no peer"),
    };

    private static ProxySetup HAProxy(int port, int server, string encryption) => new("haproxy", ["-db", "-f", "haproxy.cfg"], "haproxy.cfg", string.Create(CultureInfo.InvariantCulture, $"""
        global
            nbthread 1
            maxconn {RoomyProcess.MostClients}
        defaults
            mode tcp
            maxconn {RoomyProcess.MostClients}
            timeout connect 5s
            timeout client 1h
            timeout server 1h
        listen redis
            bind 127.0.0.1:{port}{encryption}
            server primary 127.0.0.1:{server}

        """));

    private static ProxySetup Nginx(int port, int server) => new("nginx", ["-p", ".", "-e", "stderr", "-c", "nginx.conf"], "nginx.conf", string.Create(CultureInfo.InvariantCulture, $$"""
        {{(NeededPrograms.NginxStreamModule is { } module ? $"load_module {module};" : "")}}
        daemon off;
        pid nginx.pid;
        error_log stderr error;
        worker_processes 1;
        worker_rlimit_nofile {{RoomyProcess.Descriptors}};
        events { worker_connections {{RoomyProcess.Descriptors}}; }
        stream {
            server {
                listen 127.0.0.1:{{port}} backlog=4096;
                proxy_pass 127.0.0.1:{{server}};
                proxy_timeout 1h;
            }
        }

        """));

    private static ProxySetup Twemproxy(int port, int server) => new("nutcracker",
        ["-c", "nutcracker.yml", "-o", "nutcracker.log", "-p", "nutcracker.pid", "-a", "127.0.0.1", "-s", FreePorts.One().ToString(CultureInfo.InvariantCulture)], "nutcracker.yml",
        string.Create(CultureInfo.InvariantCulture, $"""
        bench:
          listen: 127.0.0.1:{port}
          redis: true
          hash: fnv1a_64
          distribution: ketama
          auto_eject_hosts: false
          preconnect: true
          backlog: 4096
          client_connections: {RoomyProcess.MostClients}
          servers:
            - 127.0.0.1:{server}:1

        """));
}
