using System.Net;

namespace Mainstay.Server.Tests.Web;

public sealed class BackupRoutesTests
{
    [Fact]
    public async Task Without_backups_the_list_is_empty()
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal((HttpStatusCode.OK, """{"backups":[]}"""), await ShortAsync(api.GetAsync("/v1/groups/main/backups")));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/v1/groups/mian/backups")).Status);
    }

    [Theory]
    [InlineData("{}", "name the file that is to be restored")]
    [InlineData("""{"file":"x.rdb","to":"main-009"}""", "main has no node")]
    [InlineData("""{"file":"x.rdb","force":true}""", "unknown field at $.force")]
    [InlineData("""{"file":7}""", "not the JSON that is expected at $.file")]
    public async Task A_restore_that_is_not_understood_is_refused(string sent, string said)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, body) = await api.PostAsync("/v1/groups/main/restore", sent);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Empty(api.Controller.Asked);
    }

    [Theory]
    [InlineData("/v1/groups/main/restore", """{"file":"/nowhere/x.rdb"}""", "there is no file /nowhere/x.rdb")]
    [InlineData("/v1/groups/main/restore", """{"file":"/nowhere/x.rdb","dryRun":true}""", "there is no file /nowhere/x.rdb")]
    [InlineData("/v1/groups/main/backup", "", "main-002 was taken out of main just now")]
    public async Task What_cannot_be_done_is_a_conflict_and_changes_nothing(string path, string sent, string said)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, body) = await api.PostAsync(path, sent);
        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (status, type));
        Assert.Contains(said, body, StringComparison.Ordinal);
        Assert.Empty(api.Controller.Asked);
    }

    [Fact]
    public async Task Writes_from_elsewhere_are_refused()
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.PostAsync("/v1/groups/main/backup", "", type: "text/plain")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsync("/v1/groups/main/restore", "{}", change: request => request.Headers.Add("Origin", "http://example.com"))).Status);
    }

    private static async Task<(HttpStatusCode, string)> ShortAsync(Task<(HttpStatusCode Status, string Type, string Body)> answer) => ((await answer).Status, (await answer).Body);
}
