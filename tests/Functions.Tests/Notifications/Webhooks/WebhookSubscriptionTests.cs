using System.Net;
using System.Text;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Notifications.Webhooks;

/// <summary>The resource over HTTP.</summary>
public sealed class WebhookSubscriptionTests
{
    private const string Path = "/webhook-subscriptions/crm";
    private const string Body = """{"url":"https://hooks.example.com/in?a=1","types":["digest.sent"]}""";

    [Fact]
    public async Task Given_a_subscription_when_made_then_its_secret_is_shown_once_and_stored_unreadable()
    {
        await using var host = await ResourceHost.StartAsync();

        var made = await host.PutAsync(Path, Body);

        Assert.Equal((HttpStatusCode.Created, "/api/v1" + Path), (made.Status, made.Location));
        var secret = made.Of("secret");
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret[6..]).Length);
        foreach (var shown in new[] { await host.GetAsync(Path), await host.GetAsync("/webhook-subscriptions"), await host.PutAsync(Path, Body, made.Etag) })
        {
            Assert.Equal(HttpStatusCode.OK, shown.Status);
            Assert.Contains("https://hooks.example.com/in?a=1", shown.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("whsec_", shown.Text, StringComparison.Ordinal);
        }

        Assert.All(host.Store.All, document => Assert.DoesNotContain(secret[6..], Encoding.UTF8.GetString(document.Body.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_subscription_when_changed_then_only_who_knows_its_version_may()
    {
        await using var host = await ResourceHost.StartAsync();
        var made = await host.PutAsync(Path, Body);

        Assert.Equal(428, (await host.PutAsync(Path, Body)).Code);
        Assert.Equal(412, (await host.PutAsync(Path, Body, "\"other\"")).Code);
        var paused = await host.PutAsync(Path, """{"url":"https://hooks.example.com/in","enabled":false}""", made.Etag);
        Assert.Equal((200, "false"), (paused.Code, paused.Of("enabled")));
        Assert.Equal(412, (await host.DeleteAsync(Path, made.Etag)).Code);
        Assert.Equal(428, (await host.DeleteAsync(Path)).Code);
        Assert.Equal(204, (await host.DeleteAsync(Path, paused.Etag)).Code);
        Assert.Equal(404, (await host.DeleteAsync(Path, paused.Etag)).Code);
        Assert.Equal(404, (await host.GetAsync(Path)).Code);
        Assert.DoesNotContain(host.Store.All, document => document.Pk == Partitions.WebhookSubscriptions);
    }

    [Fact]
    public async Task Given_a_secret_when_changed_then_the_new_one_is_shown_and_the_one_before_signs_along_for_a_day()
    {
        await using var host = await ResourceHost.StartAsync();
        await host.PutAsync(Path, Body);

        var changed = await host.PutAsync(Path + "/secret", "{}");
        var again = await host.PutAsync(Path + "/secret", "{}");

        Assert.Equal((200, "2026-06-02T13:00:00Z"), (changed.Code, changed.Of("previousUntil")));
        Assert.NotEqual(changed.Of("secret"), again.Of("secret"));
        Assert.Equal(404, (await host.PutAsync("/webhook-subscriptions/nobody/secret", "{}")).Code);
    }

    [Theory]
    [InlineData("""{}""", "/url")]
    [InlineData("""{"url":""}""", "/url")]
    [InlineData("""{"url":"hooks.example.com"}""", "/url")]
    [InlineData("""{"url":"http://hooks.example.com/"}""", "/url")]
    [InlineData("""{"url":"ftp://hooks.example.com/"}""", "/url")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "/url")]
    [InlineData("""{"url":"https://user:pass@hooks.example.com/"}""", "/url")]
    [InlineData("""{"url":"https://hooks.example.com/#a"}""", "/url")]
    [InlineData("""{"url":"https://127.0.0.1/"}""", "/url")]
    [InlineData("""{"url":"https://0x7f000001/"}""", "/url")]
    [InlineData("""{"url":"https://[::1]/"}""", "/url")]
    [InlineData("""{"url":"https://[::ffff:10.0.0.1]/"}""", "/url")]
    [InlineData("""{"url":"https://169.254.169.254/metadata"}""", "/url")]
    [InlineData("""{"url":"https://hooks.example.com/","types":["digest.sent","deal.won"]}""", "/types/1")]
    [InlineData("""{"url":"https://hooks.example.com/","types":[null]}""", "/types/0")]
    public async Task Given_what_cannot_be_posted_to_when_put_then_it_is_refused_by_pointer(string json, string pointer)
    {
        await using var host = await ResourceHost.StartAsync();

        var answer = await host.PutAsync(Path, json);

        Assert.Equal((422, pointer), (answer.Code, Assert.Single(answer.Pointers)));
    }

    [Theory]
    [InlineData("""{"url":"https://hooks.example.com/","url":"https://hooks.example.com/"}""")]
    [InlineData("""{"url":"https://hooks.example.com/","secret":"mine"}""")]
    [InlineData("""{"url":5}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task Given_a_body_that_cannot_be_read_when_put_then_it_is_a_bad_request(string json)
    {
        await using var host = await ResourceHost.StartAsync();

        Assert.Equal(400, (await host.PutAsync(Path, json)).Code);
    }

    [Fact]
    public async Task Given_ids_and_numbers_beyond_what_is_kept_when_put_then_they_are_refused()
    {
        await using var host = await ResourceHost.StartAsync();

        Assert.Equal(422, (await host.PutAsync("/webhook-subscriptions/~x", Body)).Code);
        Assert.Equal(422, (await host.PutAsync("/webhook-subscriptions/" + new string('x', 65), Body)).Code);
        for (var count = 0; count < 100; count++)
        {
            Assert.Equal(201, (await host.PutAsync($"/webhook-subscriptions/s{count}", Body)).Code);
        }

        Assert.Equal(422, (await host.PutAsync("/webhook-subscriptions/one-more", Body)).Code);
    }
}
