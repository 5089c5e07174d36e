using System.Text;
using SalesPerf.TestKit;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class PutResourceTests : IAsyncLifetime
{
    private ResourceHost host = null!;

    public async Task InitializeAsync() => host = await ResourceHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_nothing_when_a_team_is_put_then_it_is_created_for_all_history()
    {
        var answer = await host.PutAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");

        Assert.Equal(201, answer.Code);
        Assert.Equal("/api/v1/teams/emea", answer.Location);
        Assert.NotNull(answer.Etag);
        Assert.Equal(answer.Etag, answer.Of("etag"));
        Assert.Equal("1900-01-01", answer.Of("version/effectiveFrom"));
        Assert.Equal("2026-06-01T13:00:00Z", answer.Of("version/recordedAt"));
        Assert.Equal("1", answer.Of("version/number"));

        var read = await host.GetAsync("/teams/emea");
        Assert.Equal(200, read.Code);
        Assert.Equal(answer.Etag, read.Etag);
        Assert.Equal("EMEA", read.Of("content/name"));
    }

    [Fact]
    public async Task Given_a_team_when_the_same_is_put_again_then_nothing_changes()
    {
        var first = await host.PutAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        var commits = host.Store.Commits;
        host.Bus.Clear();

        // Neither without nor with a stale tag: there is nothing to lose.
        var again = await host.PutAsync("/teams/emea", """{ "name": "EMEA", "id": "emea", "parent": null }""");
        var stale = await host.PutAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""", "\"stale\"");

        Assert.Equal((200, 200), (again.Code, stale.Code));
        Assert.Equal(first.Etag, again.Etag);
        Assert.Equal("1", again.Of("version/of"));
        Assert.Equal(commits, host.Store.Commits);
        Assert.Empty(host.Bus.All);
    }

    [Fact]
    public async Task Given_a_team_when_it_is_changed_then_the_version_read_must_be_named()
    {
        var first = await host.PutAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        const string changed = """{"id":"emea","name":"Europe"}""";

        Assert.Equal(428, (await host.PutAsync("/teams/emea", changed)).Code);
        Assert.Equal(412, (await host.PutAsync("/teams/emea", changed, "\"other\"")).Code);
        Assert.Equal(400, (await host.PutAsync("/teams/emea", changed, "bare")).Code);
        Assert.Equal(412, (await host.PutAsync("/teams/apac", """{"id":"apac","name":"APAC"}""", "*")).Code);

        var second = await host.PutAsync("/teams/emea", changed, first.Etag);
        Assert.Equal(200, second.Code);
        Assert.NotEqual(first.Etag, second.Etag);
        Assert.Equal("2", second.Of("version/number"));
        Assert.Equal(412, (await host.PutAsync("/teams/emea", """{"id":"emea","name":"E"}""", first.Etag)).Code);
    }

    [Fact]
    public async Task Given_a_calendar_when_a_resource_changes_then_it_is_in_force_from_the_organisations_day()
    {
        await host.SetAsync("/calendar", """{"zone":"Pacific/Auckland"}"""); // 13:00 UTC is 01:00 of 2 June there
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        var second = await host.PutAsync("/teams/emea", """{"id":"emea","name":"Europe"}""", "*");

        Assert.Equal("2026-06-02", second.Of("version/effectiveFrom"));
        Assert.Equal("EMEA", (await host.GetAsync("/teams/emea?on=2026-06-01")).Of("content/name"));
        Assert.Equal("Europe", (await host.GetAsync("/teams/emea?on=2026-06-02")).Of("content/name"));
        Assert.Equal("Europe", (await host.GetAsync("/teams/emea")).Of("content/name"));
    }

    [Fact]
    public async Task Given_dates_of_its_own_when_a_version_is_put_then_they_hold()
    {
        await host.PutAsync("/teams/emea?effectiveFrom=2016-01-01&recordedAt=2016-01-01T00:00:00Z", """{"id":"emea","name":"Old"}""");
        await host.PutAsync("/teams/emea?effectiveFrom=2020-01-01", """{"id":"emea","name":"New"}""", "*");

        Assert.Equal(404, (await host.GetAsync("/teams/emea?on=2015-12-31")).Code);
        Assert.Equal("Old", (await host.GetAsync("/teams/emea?on=2019-12-31")).Of("content/name"));
        Assert.Equal("New", (await host.GetAsync("/teams/emea?on=2020-01-01")).Of("content/name"));
        Assert.Equal("Old", (await host.GetAsync("/teams/emea?on=2020-01-01&asOf=2026-06-01T12:59:59Z")).Of("content/name"));
        Assert.Equal(404, (await host.GetAsync("/teams/emea?asOf=2015-12-31")).Code);

        var versions = await host.GetAsync("/teams/emea/versions");
        Assert.Equal("2", versions.Of("versions/1/number"));
        Assert.Equal("2016-01-01T00:00:00Z", versions.Of("versions/0/recordedAt"));

        // The same history imported again.
        var again = await host.PutAsync("/teams/emea?effectiveFrom=2016-01-01&recordedAt=2016-01-01T00:00:00Z", """{"id":"emea","name":"Old"}""");
        Assert.Equal(200, again.Code);
        Assert.Equal("2", again.Of("version/of"));
    }

    [Theory]
    [InlineData("?effectiveFrom=1899-12-31")]
    [InlineData("?effectiveFrom=3000-01-01")]
    [InlineData("?effectiveFrom=2026-02-30")]
    [InlineData("?recordedAt=2026-06-01T13:00:01Z")]
    [InlineData("?recordedAt=yesterday")]
    [InlineData("?effectivefrom=2026-01-01")]
    [InlineData("?effectiveFrom=2026-01-01&effectiveFrom=2026-01-02")]
    public async Task Given_a_wrong_query_when_put_then_it_is_refused(string query) =>
        Assert.Equal(400, (await host.PutAsync("/teams/emea" + query, """{"id":"emea","name":"EMEA"}""")).Code);

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 422)]
    [InlineData("[]", 422)]
    [InlineData("""{"id":"emea","name":"EMEA","name":"EMEA"}""", 400)]
    [InlineData("""{"id":"emea","name":"EMEA"} x""", 400)]
    [InlineData("""{"id":"emea","name":"\ud800"}""", 422)]
    [InlineData("""{"id":"emea","name":"a\nb"}""", 422)]
    [InlineData("""{"id":"emea","\udc00":"x"}""", 400)]
    [InlineData("""{"id":"apac","name":"APAC"}""", 422)]
    public async Task Given_a_body_that_is_no_team_when_put_then_it_is_refused(string body, int status)
    {
        Assert.Equal(status, (await host.PutAsync("/teams/emea", body)).Code);
        Assert.Empty(host.Store.All);
    }

    [Fact]
    public async Task Given_hostile_bodies_when_put_then_they_are_refused()
    {
        Assert.Equal(400, (await host.PutAsync("/teams/emea", new string('[', 10_000))).Code);
        Assert.Equal(413, (await host.PutAsync("/teams/emea", $$"""{"id":"emea","name":"{{new string('a', 300_000)}}"}""")).Code);
        var notUtf8 = ResourceHost.Json("");
        notUtf8 = new ByteArrayContent([.. """{"id":"emea","name":"a"""u8, 0xC3, 0x28, .. "\"}"u8]);
        notUtf8.Headers.ContentType = new("application/json");
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Put, "/teams/emea", notUtf8, null, ResourceHost.AdminKey)).Code);
        using var text = new StringContent("""{"id":"emea","name":"EMEA"}""", Encoding.UTF8, "text/plain");
        Assert.Equal(415, (await host.SendAsync(HttpMethod.Put, "/teams/emea", text, null, ResourceHost.AdminKey)).Code);
        Assert.Equal(422, (await host.PutAsync("/teams/a%2Fb", """{"id":"a/b","name":"EMEA"}""")).Code);
        Assert.Equal(422, (await host.PutAsync("/teams/identity~crm~1", """{"id":"identity~crm~1","name":"EMEA"}""")).Code);
    }

    [Fact]
    public async Task Given_many_mistakes_when_put_then_all_are_told_at_once_by_pointer()
    {
        var answer = await host.PutAsync("/people/ann", """
            {"id":"ann","name":"","zone":"Mars/Base","team":"none","role":"none","manager":"none","fte":"1.5","currency":"usd",
             "employment":[{"from":"2026-02-01","to":"2026-01-01"}],"thresholds":[{"metric":"none","period":"month"}],"workingDays":["monday","monday"]}
            """);

        Assert.Equal(422, answer.Code);
        Assert.Equal(
            ["/currency", "/employment/0/to", "/fte", "/manager", "/name", "/role", "/team", "/thresholds/0/metric", "/workingDays/1", "/zone"],
            answer.Pointers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_shape_that_cannot_be_read_when_put_then_every_error_of_the_schema_is_told()
    {
        var answer = await host.PutAsync("/people/ann", """{"id":7,"fte":"much","salary":1,"absences":[{"to":"2026-01-01"}]}""");

        Assert.Equal(422, answer.Code);
        Assert.Equal(["/absences/0/from", "/fte", "/id", "/name", "/salary"], answer.Pointers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_a_value_that_cannot_be_read_when_put_then_the_rules_judge_the_rest_all_the_same()
    {
        await host.SetAsync("/sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await host.SetAsync("/people/ben", """{"id":"ben","name":"Ben","identities":{"crm":["o1"]}}""");

        var answer = await host.PutAsync("/people/ann", """
            {"id":"ann","name":"Ann","team":"none","role":"none","manager":"nobody","zone":"Mars/Base","fte":"1e400","extra":1,
             "identities":{"crm":["o1","o2"]},"absences":[{"from":"2026-02-01","to":"2026-01-01"}],"employment":[{"from":"2000-01-01"},{"from":7}]}
            """);

        Assert.Equal(422, answer.Code);
        Assert.Equal(
            ["/absences/0/to", "/employment/1/from", "/extra", "/fte", "/identities/crm/0", "/manager", "/role", "/team", "/zone"],
            answer.Pointers.Order(StringComparer.Ordinal));
        Assert.Equal(404, (await host.GetAsync("/people/ann")).Code);
    }

    [Fact]
    public async Task Given_a_source_put_just_before_when_a_person_names_it_then_there_is_no_warning()
    {
        await host.GetAsync("/model");
        await host.SetAsync("/sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        const string Ann = """{"id":"ann","name":"Ann","identities":{"crm":["1"]}}""";

        Assert.Null((await host.PutAsync("/people/ann", Ann)).Body["warnings"]);
        Assert.Null((await host.PutAsync("/people/ann", Ann)).Body["warnings"]);
        Assert.NotNull((await host.PutAsync("/people/ben", """{"id":"ben","name":"Ben","identities":{"later":["1"]}}""")).Body["warnings"]);
    }

    [Theory]
    [InlineData("""{"id":"emea","name":"EMEA","name":"EMEA"}""", "/name")]
    [InlineData("""{"id":"emea","x":[{"y":1},{"z":{"a/b":1,"a/b":2}}]}""", "/x/1/z/a~1b")]
    public async Task Given_a_property_twice_when_put_then_its_place_is_told(string body, string pointer)
    {
        var answer = await host.PutAsync("/teams/emea", body);

        Assert.Equal((400, pointer), (answer.Code, Assert.Single(answer.Pointers)));
    }

    [Theory]
    [InlineData("/people/ann", """{"id":"ann","name":"a\u0000b"}""", "must be one line without control characters")]
    [InlineData("/people/ann", """{"id":"ann","name":"Ann","mail":"nobody here"}""", "must be a mail address such as ann@example.com")]
    [InlineData("/people/ann", """{"id":"ann","name":"Ann","team":"a b"}""", "must be 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first")]
    [InlineData("/people/ann", """{"id":"ann","name":"Ann","currency":"XXQ"}""", "must be a currency code of ISO 4217, such as USD")]
    public async Task Given_a_text_that_does_not_fit_when_put_then_it_is_told_in_words(string path, string body, string detail) =>
        Assert.Equal(detail, (await host.PutAsync(path, body)).Of("detail"));

    [Fact]
    public async Task Given_two_hundred_versions_when_another_is_put_then_it_is_refused()
    {
        for (var version = 1; version <= 200; version++)
        {
            await host.SetAsync("/teams/emea", $$"""{"id":"emea","name":"{{version}}"}""");
        }

        var answer = await host.PutAsync("/teams/emea", """{"id":"emea","name":"too many"}""", "*");
        Assert.Equal(422, answer.Code);
        Assert.Equal([""], answer.Pointers);
    }

    [Fact]
    public async Task Given_a_writer_in_between_when_put_then_the_change_is_decided_again()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"1"}""");
        var etag = (await host.GetAsync("/teams/emea")).Etag;
        host.Store.BeforeCommit = async _ =>
        {
            host.Store.BeforeCommit = null;
            await host.SetAsync("/teams/emea", """{"id":"emea","name":"2"}""");
        };

        // The one who named the version read loses; whoever takes any version comes after.
        Assert.Equal(412, (await host.PutAsync("/teams/emea", """{"id":"emea","name":"3"}""", etag)).Code);
        host.Store.BeforeCommit = async _ =>
        {
            host.Store.BeforeCommit = null;
            await host.SetAsync("/teams/emea", """{"id":"emea","name":"4"}""");
        };
        var last = await host.PutAsync("/teams/emea", """{"id":"emea","name":"5"}""", "*");
        Assert.Equal("4", last.Of("version/number"));
    }

    [Fact]
    public async Task Given_a_clock_behind_when_put_then_the_version_is_not_recorded_before_the_one_it_follows()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"1"}""");
        host.Clock.Advance(TimeSpan.FromSeconds(-5));
        await host.SetAsync("/teams/emea?effectiveFrom=1900-01-01", """{"id":"emea","name":"2"}""");

        Assert.Equal("2", (await host.GetAsync("/teams/emea")).Of("content/name"));
    }

    [Fact]
    public async Task Given_other_roles_when_they_ask_then_finance_reads_and_only_admins_write()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");

        Assert.Equal(401, (await host.GetAsync("/teams/emea", key: null)).Code);
        Assert.Equal(401, (await host.PutAsync("/teams/emea", """{"id":"emea","name":"E"}""", "*", "sp_wrong")).Code);
        Assert.Equal(200, (await host.GetAsync("/schemas/team", key: null)).Code);
    }
}
