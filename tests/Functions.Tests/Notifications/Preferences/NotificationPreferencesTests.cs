using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Notifications.Preferences;

/// <summary>The resource over HTTP.</summary>
public sealed class NotificationPreferencesTests
{
    private const string Path = "/people/ann/notification-preferences";
    private const string Body = """{"email":{"aboutReports":[],"aboutMe":["turnedRed","turnedGreen"]},"quietHours":{"from":"20:00","to":"07:30"}}""";

    [Fact]
    public async Task Given_nothing_asked_for_when_read_then_it_is_the_default_and_changed_with_or_without_its_tag()
    {
        await using var host = await HostAsync();

        var read = await host.GetAsync(Path);
        Assert.Equal((200, """{"email":{"aboutReports":["turnedRed"],"aboutMe":["planOffered"]}}"""), (read.Code, read.Text));
        var changed = await host.PutAsync(Path, Body, read.Etag);
        Assert.Equal((200, Body), (changed.Code, changed.Text));
        Assert.Equal(200, (await host.PutAsync("/people/mia/notification-preferences", Body)).Code);
    }

    [Fact]
    public async Task Given_preferences_when_put_again_then_only_who_knows_their_version_may()
    {
        await using var host = await HostAsync();
        var before = await host.GetAsync(Path);
        var first = await host.PutAsync(Path, Body);

        Assert.Equal(428, (await host.PutAsync(Path, Body)).Code);
        Assert.Equal(412, (await host.PutAsync(Path, Body, before.Etag)).Code);
        Assert.Equal(200, (await host.PutAsync(Path, Body, first.Etag)).Code);
        Assert.Equal(Body, (await host.GetAsync(Path)).Text);
    }

    [Fact]
    public async Task Given_a_person_when_asking_then_they_have_their_own_and_nobody_elses()
    {
        await using var host = await HostAsync();
        var keys = (ApiKeys)host.Services.GetService(typeof(ApiKeys))!;
        var ann = (await keys.IssueAsync(new NewApiKey("ann", [AccessRole.Rep], "ann"), "test", default)).Key;
        var mia = (await keys.IssueAsync(new NewApiKey("mia", [AccessRole.Manager], "mia"), "test", default)).Key;

        Assert.Equal(200, (await host.PutAsync(Path, Body, key: ann)).Code);
        Assert.Equal(200, (await host.GetAsync(Path, ann)).Code);
        Assert.Equal(404, (await host.GetAsync(Path, mia)).Code);
        Assert.Equal(404, (await host.PutAsync(Path, Body, "*", mia)).Code);
        Assert.Equal(404, (await host.GetAsync("/people/mia/notification-preferences", ann)).Code);
        Assert.Equal(404, (await host.GetAsync("/people/nobody/notification-preferences")).Code);
        Assert.Equal(404, (await host.PutAsync("/people/nobody/notification-preferences", Body)).Code);
    }

    [Theory]
    [InlineData("""{}""", "/email/aboutReports", "/email/aboutMe")]
    [InlineData("""{"email":{"aboutReports":["turnedBlue"],"aboutMe":[null]}}""", "/email/aboutReports/0", "/email/aboutMe/0")]
    [InlineData("""{"email":{"aboutReports":[],"aboutMe":[]},"quietHours":{}}""", "/quietHours/from", "/quietHours/to")]
    [InlineData("""{"email":{"aboutReports":[],"aboutMe":[]},"quietHours":{"from":"24:00","to":"7"}}""", "/quietHours/from", "/quietHours/to")]
    [InlineData("""{"email":{"aboutReports":[],"aboutMe":[]},"quietHours":{"from":"07:00","to":"07:00"}}""", "/quietHours/to")]
    public async Task Given_what_makes_no_sense_when_put_then_everything_wrong_is_named(string json, params string[] pointers)
    {
        await using var host = await HostAsync();

        var answer = await host.PutAsync(Path, json);

        Assert.Equal(422, answer.Code);
        Assert.Equal(pointers, answer.Pointers);
    }

    [Theory]
    [InlineData("""{"email":{"aboutReports":[],"aboutMe":[],"aboutAll":[]}}""")]
    [InlineData("""{"email":[]}""")]
    [InlineData("")]
    public async Task Given_what_cannot_be_read_when_put_then_it_is_a_bad_request(string json)
    {
        await using var host = await HostAsync();

        Assert.Equal(400, (await host.PutAsync(Path, json)).Code);
    }

    private static async Task<ResourceHost> HostAsync()
    {
        var host = await ResourceHost.StartAsync();
        foreach (var person in new[] { "ann", "mia" })
        {
            await host.SetAsync($"/people/{person}", $$"""{"id":"{{person}}","name":"{{person}}"}""");
        }

        return host;
    }
}
