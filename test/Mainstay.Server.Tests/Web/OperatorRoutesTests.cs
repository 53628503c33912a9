using System.Net;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Tests.Web;

public sealed class OperatorRoutesTests
{
    [Fact]
    public async Task A_switchover_asks_for_what_the_body_says_and_returns_the_reply()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, body) = await api.PostAsync("/v1/groups/main/switchover", """{"to":"main-002","dryRun":true}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"accepted":true,"summary":"done","steps":["first","second"],"from":"main-001","to":"main-002","took":"38ms"}""", body);
        Assert.Equal([new OperatorRequest.Switchover("main-002", true)], api.Controller.Asked);
    }

    [Fact]
    public async Task Every_verb_reaches_the_controller_and_an_empty_body_means_the_defaults()
    {
        await using var api = await ApiUnderTest.StartAsync();
        foreach (var verb in new[] { "switchover", "failover", "pause", "resume" })
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync($"/v1/groups/main/{verb}", "")).Status);
        Assert.Equal(
            [new OperatorRequest.Switchover(null, false), new OperatorRequest.Failover(false), new OperatorRequest.Pause(), new OperatorRequest.Resume()],
            api.Controller.Asked);
    }

    [Fact]
    public async Task A_refusal_is_a_conflict_with_its_steps_and_a_refused_dry_run_is_an_answer()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Answer = (_, _) => Task.FromResult(new OperatorReply(false, "nobody is fit", ["main-002 is syncing"]));
        var (status, type, body) = await api.PostAsync("/v1/groups/main/switchover", "{}");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("application/problem+json", type);
        Assert.Contains("\"detail\":\"nobody is fit\"", body, StringComparison.Ordinal);
        Assert.Contains("\"steps\":[\"main-002 is syncing\"]", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync("/v1/groups/main/switchover", """{"dryRun":true}""")).Status);
    }

    [Theory]
    [InlineData("""{"To":"main-002"}""", "unknown field at $.To")]
    [InlineData("""{"to":"main-002","force":true}""", "unknown field at $.force")]
    [InlineData("""{"to":"main-002","to":"main-003"}""", "not the JSON that is expected")]
    [InlineData("""{"dryRun":"yes"}""", "not the JSON that is expected at $.dryRun")]
    [InlineData("null", "the body is null")]
    [InlineData("{", "not the JSON that is expected")]
    [InlineData("""{"to":"main-009"}""", "main has no node \\u0027main-009\\u0027; it has: main-001, main-002, main-003")]
    public async Task A_body_that_is_not_understood_is_refused_and_never_half_obeyed(string sent, string said)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, body) = await api.PostAsync("/v1/groups/main/switchover", sent);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("application/problem+json", type);
        Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Empty(api.Controller.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_write_needs_the_json_content_type(string? type)
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.PostAsync("/v1/groups/main/pause", "{}", type)).Status);
        Assert.Empty(api.Controller.Asked);
    }

    [Theory]
    [InlineData("evil.example", null)]
    [InlineData("127.0.0.1.evil.example", null)]
    [InlineData(null, "http://evil.example")]
    [InlineData(null, "null")]
    [InlineData(null, "http://localhost:3000")]
    public async Task A_write_from_a_foreign_page_is_refused(string? host, string? origin)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, _) = await api.PostAsync("/v1/groups/main/failover", """{"acceptDataLoss":true}""", change: request =>
        {
            if (host is not null) request.Headers.Host = host;
            if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        });
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Empty(api.Controller.Asked);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_write_from_our_own_origin_is_taken(string host)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, _) = await api.PostAsync("/v1/groups/main/pause", "{}", "application/json; charset=utf-8", request =>
        {
            request.Headers.Host = $"{host}:{api.Port}";
            request.Headers.TryAddWithoutValidation("Origin", $"http://{host}:{api.Port}");
        });
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_refused()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, _) = await api.PostAsync("/v1/groups/main/pause", new string(' ', 100_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("application/problem+json", type);
        Assert.Empty(api.Controller.Asked);
    }

    [Fact]
    public async Task A_get_does_not_write()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, _) = await api.GetAsync("/v1/groups/main/failover");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.Equal("application/problem+json", type);
        Assert.Empty(api.Controller.Asked);
    }

    [Fact]
    public async Task A_fault_of_ours_says_nothing_of_its_inside()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Answer = (_, _) => throw new InvalidOperationException("secret");
        var (status, type, body) = await api.PostAsync("/v1/groups/main/pause", "{}");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal("application/problem+json", type);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }
}
