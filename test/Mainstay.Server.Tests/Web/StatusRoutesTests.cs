using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Tests.Web;

public sealed class StatusRoutesTests
{
    [Fact]
    public async Task Status_has_exactly_the_contracts_shape()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, body) = await api.GetAsync("/v1/status");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("application/json", type);
        Assert.Equal(
            """{"name":"local","groups":[{"name":"main","engine":"redis","term":1,"revision":4,"state":"serving","primary":"main-001","durability":"async","nodes":["""
            + """{"name":"main-001","address":"127.0.0.1:6411","role":"primary","health":"online","offset":1200,"lagBytes":0},"""
            + """{"name":"main-002","address":"127.0.0.1:6412","role":"replica","health":"online","offset":1200,"lagBytes":0},"""
            + """{"name":"main-003","address":"127.0.0.1:6413","role":"replica","health":"online","offset":null,"lagBytes":null}],"endpoints":["""
            + """{"kind":"primary","address":"127.0.0.1:6400","targets":["main-001"],"state":"serving","figures":"""
            + """{"clients":12,"commands":81234,"commandsPerSecond":135.4,"errors":{"DENIED":13,"ERR":4},"latency":{"commands":8124,"p50Ms":0.21,"p99Ms":0.843,"p999Ms":2.5,"maxMs":12.7}}},"""
            + """{"kind":"reader","address":"127.0.0.1:6401","targets":["main-002","main-003"],"state":"serving","figures":{"clients":0,"commands":0,"commandsPerSecond":0,"errors":{},"latency":null}}]}],"clusters":["""
            + """{"name":"pages","version":12,"nodes":[{"name":"pages-001","address":"127.0.0.1:11211","health":"online"},{"name":"pages-002","address":"127.0.0.1:11212","health":"online"}],"endpoints":["""
            + """{"kind":"configuration","address":"127.0.0.1:11200","targets":["pages-001","pages-002"],"state":"serving","figures":{"clients":4,"commands":0,"commandsPerSecond":0,"errors":{},"latency":null}}]}],"incidents":{"open":0}}""",
            body);
    }

    [Fact]
    public async Task An_endpoint_that_speaks_TLS_says_so()
    {
        await using var api = await ApiUnderTest.StartAsync(new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 6400), Tls: true));
        var (_, _, body) = await api.GetAsync("/v1/status");
        Assert.Contains("""{"kind":"primary","address":"127.0.0.1:6400","targets":["main-001"],"state":"serving","tls":true,"figures":{""", body, StringComparison.Ordinal);
        Assert.Contains("""{"kind":"reader","address":"127.0.0.1:6401","targets":["main-002","main-003"],"state":"serving","figures":{""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_of_two_words_are_joined_by_a_dash()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Become(FakeController.Serving("main-001", state: GroupState.NoPrimary));
        var (_, _, body) = await api.GetAsync("/v1/status");
        Assert.Contains("\"state\":\"no-primary\",\"primary\":null", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_tells_its_reason_its_processes_its_saved_tails_and_what_its_endpoints_counted()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, body) = await api.GetAsync("/v1/groups/main");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"reason\":\"main-001 leads\"", body, StringComparison.Ordinal);
        Assert.Contains("\"refusedHoldTime\":7,", body, StringComparison.Ordinal);
        Assert.Contains("""
            "movedForSize":24,"bytesIn":2500000,"bytesOut":90000000000,"refusedOutput":25,"refusedAddress":26,"idleClosed":27,"held":3,"upstreamsShared":2,"upstreamsOwn":5,
            """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains(""" "latencyEver":{"commands":81200,"p50Ms":0.2,"p99Ms":0.9,"p999Ms":3.1,"maxMs":1004} """.Trim(), body, StringComparison.Ordinal);
        Assert.Contains("""{"name":"main-002","processId":4002,"savedTails":["20160325-050000-term-3"],"remarks":[]}""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/groups/mian", "there is no group \\u0027mian\\u0027; there is: main")]
    [InlineData("/v1/nothing", "nothing is at /v1/nothing")]
    [InlineData("/", "nothing is at /")]
    public async Task What_is_not_there_is_a_problem_of_its_own(string path, string detail)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, body) = await api.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("application/problem+json", type);
        Assert.Contains(detail, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GroupState.Serving, HttpStatusCode.OK)]
    [InlineData(GroupState.Paused, HttpStatusCode.OK)]
    [InlineData(GroupState.NoPrimary, HttpStatusCode.ServiceUnavailable)]
    [InlineData(GroupState.FailingOver, HttpStatusCode.ServiceUnavailable)]
    [InlineData(GroupState.Starting, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_says_whether_commands_reach_a_primary(GroupState state, HttpStatusCode expected)
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Become(FakeController.Serving("main-001", state: state));
        Assert.Equal(expected, (await api.GetAsync("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/alive")).Status);
    }
}
