using System.Text.Json.Nodes;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class EveryKindTests : IAsyncLifetime
{
    public const string Plan = """
        {"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":"15"}]}}]}
        """;

    private ResourceHost host = null!;

    public async Task InitializeAsync() => host = await ResourceHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    /// <summary>Path, a document, and the document that a reader gets: defaults are in place, decimals are text.</summary>
    public static TheoryData<string, string, string> Documents => new()
    {
        { "/people/ann", """{"id":"ann","name":"Ann","fte":0.5,"workingDays":["monday"]}""", """{"id":"ann","name":"Ann","fte":"0.5","identities":{},"employment":[],"absences":[],"workingDays":["monday"],"thresholds":[],"access":[]}""" },
        { "/teams/emea", """{"id":"emea","name":"EMEA"}""", """{"id":"emea","name":"EMEA"}""" },
        { "/roles/ae", """{"id":"ae","name":"AE"}""", """{"id":"ae","name":"AE","accountabilities":[],"competencies":[]}""" },
        { "/metrics/calls", """{"id":"calls","name":"Calls","measure":{"kind":"count","types":["call.completed"]}}""", """{"id":"calls","name":"Calls","category":"activity","direction":"higherIsBetter","capAtPercent":"150","measure":{"kind":"count","types":["call.completed"],"where":[],"minDenominator":"10"}}""" },
        { "/metrics/free", """{"id":"free","name":"Uncapped","capAtPercent":null,"measure":{"kind":"count","types":["call.completed"]}}""", """{"id":"free","name":"Uncapped","category":"activity","direction":"higherIsBetter","capAtPercent":null,"measure":{"kind":"count","types":["call.completed"],"where":[],"minDenominator":"10"}}""" },
        { "/plans/p", Plan, """{"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"quarter","creditRules":[{"id":"won","group":"default","event":"booking","base":"amount"}],"table":{"mode":"marginal","selector":"credit","boundary":"higher","tiers":[{"from":"0","ratePercent":"15","retroactive":false}]},"payoutSplit":false}],"maxRatePercent":"100"}""" },
        { "/objectives/y", """{"id":"y","name":"Year","measure":"bookings","period":"2026","amount":{"amount":"1000000","currency":"USD"},"level":"company"}""", """{"id":"y","name":"Year","measure":"bookings","period":"2026","amount":{"amount":"1000000.00","currency":"USD"},"level":"company","maxOverAssignmentPercent":"20"}""" },
        { "/sources/crm", """{"id":"crm","provider":"hubspot","stages":{"won":{"outcome":"won"}}}""", """{"id":"crm","provider":"hubspot","enabled":true,"toleranceSeconds":300,"stages":{"won":{"outcome":"won"}}}""" },
        { "/calendar", """{"zone":"Europe/London","fiscalYearStartMonth":4}""", """{"id":"default","zone":"Europe/London","fiscalYearStartMonth":4,"pattern":"months","weekStart":"iso","workingDays":["monday","tuesday","wednesday","thursday","friday"],"holidays":[]}""" },
        { "/settings/forecast", "{}", """{"id":"default","correlation":"0"}""" },
        { "/settings/approvals", """{"adminAlone":false}""", """{"id":"default","adminAlone":false}""" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Given_a_kind_of_resource_when_put_then_it_reads_back_whole(string path, string json, string expected)
    {
        var put = await host.PutAsync(path, json);
        Assert.Equal(201, put.Code);
        Assert.Equal("/api/v1" + path, put.Location);
        Assert.Equal(200, (await host.PutAsync(path, json)).Code);

        var read = await host.GetAsync(path);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), read.Body["content"]), read.Text);
        Assert.Equal(put.Etag, read.Etag);
        Assert.Equal("1", (await host.GetAsync(path + "/versions")).Of("versions/0/number"));

        // What is read can be put: it is the same.
        Assert.Equal(200, (await host.PutAsync(path, read.Body["content"]!.ToJsonString())).Code);
        Assert.Equal("1", (await host.GetAsync(path)).Of("version/of"));
    }

    [Theory]
    [InlineData("people")]
    [InlineData("teams")]
    [InlineData("roles")]
    [InlineData("metrics")]
    [InlineData("plans")]
    [InlineData("assignments")]
    [InlineData("objectives")]
    [InlineData("sources")]
    public async Task Given_nothing_when_a_list_or_one_is_read_then_it_is_empty_or_not_found(string path)
    {
        Assert.Empty((await host.GetAsync("/" + path)).Body["items"]!.AsArray());
        Assert.Equal(404, (await host.GetAsync($"/{path}/none")).Code);
        Assert.Equal(404, (await host.GetAsync($"/{path}/none/versions")).Code);
        Assert.Equal(404, (await host.DeleteAsync($"/{path}/none", "*")).Code);
        Assert.Equal(400, (await host.GetAsync($"/{path}?filter=x")).Code);
        Assert.Equal(401, (await host.GetAsync("/" + path, key: null)).Code);
    }

    [Fact]
    public async Task Given_many_teams_when_listed_then_pages_follow_each_other()
    {
        for (var team = 0; team < 7; team++)
        {
            await host.SetAsync($"/teams/t{team}", $$"""{"id":"t{{team}}","name":"T"}""");
        }

        await host.DeleteAsync("/teams/t3", "*");
        var ids = new List<string>();
        var next = "/teams?pageSize=3";
        while (next is not null)
        {
            var page = await host.GetAsync(next);
            ids.AddRange(page.Body["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            next = page.Body["nextLink"]?.GetValue<string>()["/api/v1".Length..];
        }

        Assert.Equal(["t0", "t1", "t2", "t4", "t5", "t6"], ids);
        Assert.Equal(7, (await host.GetAsync("/teams?on=2026-05-31")).Body["items"]!.AsArray().Count);
        Assert.Equal(400, (await host.GetAsync("/teams?cursor=abc")).Code);
        Assert.Equal(400, (await host.GetAsync("/teams?pageSize=0")).Code);
    }

    [Fact]
    public async Task Given_competencies_that_serve_nothing_when_the_role_is_put_then_it_is_stored_with_warnings()
    {
        await host.SetAsync("/metrics/calls", """{"id":"calls","name":"Calls","measure":{"kind":"count","types":["call.completed"]}}""");
        const string role = """{"id":"ae","name":"AE","competencies":[{"id":"c","name":"C","metrics":[{"threshold":{"metric":"calls","period":"week","target":10}}]}]}""";
        var put = await host.PutAsync("/roles/ae", role);

        Assert.Equal(201, put.Code);
        Assert.NotEmpty(put.Body["warnings"]!.AsArray());
        Assert.NotEmpty((await host.PutAsync("/roles/ae", role)).Body["warnings"]!.AsArray());
        Assert.Null((await host.GetAsync("/roles/ae")).Body["warnings"]);
    }

    [Theory]
    [InlineData("/settings/forecast", """{"correlation":0.05}""", "/correlation")]
    [InlineData("/settings/forecast", """{"id":"other"}""", "/id")]
    [InlineData("/settings/approvals", """{"adminAlone":"no"}""", "/adminAlone")]
    [InlineData("/calendar", """{"zone":"Europe/Nowhere"}""", "/zone")]
    [InlineData("/calendar", """{"pattern":"4-4-5"}""", "/anchorStart")]
    [InlineData("/sources/crm", """{"id":"crm","provider":"hubspot","publicUrl":"http://x.io"}""", "/publicUrl")]
    [InlineData("/sources/crm", """{"id":"crm","provider":"fax"}""", "/provider")]
    [InlineData("/metrics/r", """{"id":"r","name":"R","measure":{"kind":"ratio","numerator":"a","denominator":"b"}}""", "/measure/numerator")]
    [InlineData("/plans/p", """{"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":4,"to":100},{"from":200,"ratePercent":5}]}}]}""", "/components/0/table/tiers")]
    [InlineData("/assignments/a", """{"id":"a","person":"none","plan":"none","from":"2026-01-01"}""", "/person")]
    [InlineData("/objectives/o", """{"id":"o","name":"O","measure":"bookings","period":"2026-13","amount":{"amount":1,"currency":"USD"},"level":"company"}""", "/period")]
    public async Task Given_a_document_against_its_rules_when_put_then_the_pointer_says_where(string path, string json, string pointer)
    {
        var answer = await host.PutAsync(path, json);

        Assert.Equal(422, answer.Code);
        Assert.Contains(answer.Pointers, found => found.StartsWith(pointer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_managers_in_a_circle_when_put_then_it_is_refused()
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann"}""");
        await host.SetAsync("/people/ben", """{"id":"ben","name":"Ben","manager":"ann"}""");

        Assert.Equal(["/manager"], (await host.PutAsync("/people/ann", """{"id":"ann","name":"Ann","manager":"ben"}""", "*")).Pointers);
        Assert.Equal(["/manager"], (await host.PutAsync("/people/ann", """{"id":"ann","name":"Ann","manager":"ann"}""", "*")).Pointers);
    }

    [Fact]
    public async Task Given_teams_in_a_circle_when_put_then_it_is_refused()
    {
        await host.SetAsync("/teams/a", """{"id":"a","name":"A"}""");
        await host.SetAsync("/teams/b", """{"id":"b","name":"B","parent":"a"}""");

        Assert.Equal(["/parent"], (await host.PutAsync("/teams/a", """{"id":"a","name":"A","parent":"b"}""", "*")).Pointers);
    }

    [Fact]
    public async Task Given_resources_when_the_model_is_read_then_it_holds_what_is_in_force()
    {
        await host.SetAsync("/calendar", """{"zone":"Europe/London"}""");
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.PutAsync("/teams/emea?effectiveFrom=2020-01-01", """{"id":"emea","name":"Europe"}""", "*");

        var model = await host.GetAsync("/model");
        Assert.Equal(("2026-06-01", "Europe/London", "Europe"), (model.Of("on"), model.Of("calendar/zone"), model.Of("teams/0/name")));
        Assert.NotNull(model.Etag);
        Assert.Equal(model.Etag, (await host.GetAsync("/model")).Etag);
        Assert.Equal("EMEA", (await host.GetAsync("/model?on=2019-12-31")).Of("teams/0/name"));
        Assert.Equal("EMEA", (await host.GetAsync("/model?asOf=2026-06-01T13:00:00Z")).Of("teams/0/name"));
        Assert.Empty((await host.GetAsync("/model?asOf=2026-06-01T12:00:00Z")).Body["teams"]!.AsArray());
        Assert.Equal(401, (await host.GetAsync("/model", key: null)).Code);
    }

    [Fact]
    public async Task Given_a_day_as_of_when_asked_then_it_ends_in_the_organisations_zone()
    {
        // In New York 31 May ends at 04:00 UTC of 1 June.
        await host.SetAsync("/calendar", """{"zone":"America/New_York"}""");
        await host.SetAsync("/teams/late?recordedAt=2026-06-01T03:59:59Z", """{"id":"late","name":"Late"}""");
        await host.SetAsync("/teams/later?recordedAt=2026-06-01T04:00:00Z", """{"id":"later","name":"Later"}""");

        Assert.Equal(200, (await host.GetAsync("/teams/late?asOf=2026-05-31")).Code);
        Assert.Equal(404, (await host.GetAsync("/teams/later?asOf=2026-05-31")).Code);
        Assert.Equal(["late"], (await host.GetAsync("/teams?asOf=2026-05-31")).Body["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
        Assert.Equal(["late"], (await host.GetAsync("/model?asOf=2026-05-31")).Body["teams"]!.AsArray().Select(team => team!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Given_schemas_when_read_then_each_is_there_without_a_key()
    {
        var list = await host.GetAsync("/schemas", key: null);
        foreach (var link in list.Body["items"]!.AsArray())
        {
            var schema = await host.GetAsync(link!["href"]!.GetValue<string>()["/api/v1".Length..], key: null);
            Assert.Equal(200, schema.Code);
            Assert.NotNull(schema.Etag);
            Assert.EndsWith("/" + link["name"], schema.Of("$id"), StringComparison.Ordinal);
        }

        Assert.Equal(11, list.Body["items"]!.AsArray().Count);
        Assert.Equal(404, (await host.GetAsync("/schemas/none")).Code);
    }
}
