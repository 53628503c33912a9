using System.Net;
using System.Runtime.CompilerServices;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Web.Metrics;

namespace Mainstay.Server.Tests.Web.Metrics;

/// <summary>What <c>/metrics</c> tells is a contract: names, labels and order. MAINSTAY_ACCEPT=1 writes what it tells now.</summary>
public sealed class MetricRoutesTests
{
    [Fact]
    public async Task Metrics_are_those_of_the_contract()
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var answer = await api.Client.GetAsync(api.At("/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var file = Path.Combine(Here(), "metrics.txt");
        if (Environment.GetEnvironmentVariable("MAINSTAY_ACCEPT") == "1") await File.WriteAllTextAsync(file, told, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), told);
        ExpositionFormat.Check(told);
    }

    [Fact]
    public void The_page_is_the_one_that_the_table_makes()
    {
        var file = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "..", "docs", "metrics.md"));
        if (Environment.GetEnvironmentVariable("MAINSTAY_ACCEPT") == "1") File.WriteAllText(file, MetricsReference.Markdown());
        Assert.Equal(File.ReadAllText(file), MetricsReference.Markdown());
    }

    [Fact]
    public async Task Two_endpoints_of_a_kind_are_told_apart_by_their_keys()
    {
        await using var api = await ApiUnderTest.StartAsync(new EndpointSpec(EndpointKind.Reader, new NodeAddress("127.0.0.1", 6401), Tls: true));
        var (_, _, body) = await api.GetAsync("/metrics");
        Assert.Contains("mainstay_endpoint_up{group=\"main\",endpoint=\"primary\"} 1\nmainstay_endpoint_up{group=\"main\",endpoint=\"reader_tls\"} 1\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_escaped_and_a_metric_without_values_is_left_out()
    {
        var status = FakeController.Serving("main-001");
        var told = MetricText.Of([new GroupReading("a\\b\"c\nd", true, status with { Nodes = [] }, [])]);
        Assert.Contains("mainstay_group_ready{group=\"a\\\\b\\\"c\\nd\"} 1\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("redis_connected_slaves", told, StringComparison.Ordinal);
        Assert.DoesNotContain("mainstay_endpoint_up", told, StringComparison.Ordinal);
        ExpositionFormat.Check(told);
    }

    [Fact]
    public void Every_metric_says_what_it_means_and_has_a_name_of_its_own()
    {
        Assert.All(MetricTable.All, metric => Assert.EndsWith(".", metric.Help, StringComparison.Ordinal));
        Assert.All(MetricTable.All, metric => Assert.Equal(metric.Kind == MetricKind.Counter, metric.Name.EndsWith("_total", StringComparison.Ordinal)));
        Assert.Equal(MetricTable.All.Length, MetricTable.All.Select(metric => metric.Name).Distinct().Count());
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
