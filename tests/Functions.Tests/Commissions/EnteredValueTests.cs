using SalesPerf.Functions.Tests.Bookkeeping;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class EnteredValueTests
{
    private const string On = "/assignments/ann?effectiveFrom=1900-01-01";

    private const string Path = "/reps/ann/entered-values/csat/2026-10";

    /// <summary>An MBO of 1,000 a month: 80 % of it is 800, and 90 % 900.</summary>
    [Fact]
    public async Task Given_a_value_when_a_second_person_approves_it_then_it_counts_and_is_frozen_with_its_month()
    {
        await using var app = await ScoredAsync();
        var made = await app.PutAsync(Path, """{"value":"80"}""");
        Assert.Equal((201, "proposed", "80"), (made.Code, made.Of("state"), made.Of("value")));
        Assert.Equal(200, (await app.PutAsync(Path, """{"value":"80.0"}""")).Code);
        Assert.Equal("live 0.00", await app.EarnedAsync("2026-10"));
        Assert.Contains("notApproved", (await app.GetAsync("/reps/ann/commissions/2026-10")).Text, StringComparison.Ordinal);
        Assert.Equal(("unapprovedValues", "ann: csat/2026-10"), await FirstItemAsync(app));
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close")).Code);
        Assert.Equal("csat", (await app.GetAsync("/reps/ann/entered-values?state=proposed")).Of("items/0/metric"));

        Assert.Equal(403, (await app.PostAsync($"{Path}/approve", headers: BookApp.Any)).Code);
        var second = await app.SecondAsync();
        Assert.Equal(428, (await app.PostAsync($"{Path}/approve", headers: second)).Code);
        Assert.Equal(412, (await app.PostAsync($"{Path}/approve", "", second, ("If-Match", "\"other\""))).Code);
        var read = ("If-Match", made.Etag!);
        Assert.Equal("approved", (await app.PostAsync($"{Path}/approve", "", second, read)).Of("state"));
        Assert.Equal("approved", (await app.PostAsync($"{Path}/approve", "", second, read)).Of("state"));
        Assert.Equal(409, (await app.PostAsync($"{Path}/reject", "", second, BookApp.Any)).Code);
        Assert.Equal("live 800.00", await app.EarnedAsync("2026-10"));

        // Another value waits beside the one in force, and is refused.
        Assert.Equal(428, (await PutAsync(app, Path, """{"value":"90"}""")).Code);
        Assert.Equal(("proposed", "80"), Both(await app.PutAsync(Path, """{"value":"90"}""", BookApp.Any)));
        Assert.Equal("live 800.00", await app.EarnedAsync("2026-10"));
        Assert.Equal(("rejected", "80"), Both(await app.PostAsync($"{Path}/reject", "", second, BookApp.Any)));
        Assert.Equal("live 800.00", await app.EarnedAsync("2026-10"));
        await app.PutAsync(Path, """{"value":"90"}""", BookApp.Any);
        Assert.Equal(("approved", "90"), Both(await app.PostAsync($"{Path}/approve", "", second, BookApp.Any)));
        Assert.Equal("live 900.00", await app.EarnedAsync("2026-10"));

        await app.CloseAsync("2026-10");
        Assert.Equal("closed 900.00", await app.EarnedAsync("2026-10"));
        Assert.Equal(409, (await PutAsync(app, Path, """{"value":"95"}""", BookApp.Any)).Code);
        Assert.Equal("90", (await app.GetAsync(Path)).Of("value"));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    [Theory]
    [InlineData("/reps/ann/entered-values/csat/2026-09", """{"value":"1"}""", 422)]
    [InlineData("/reps/ann/entered-values/calls/2026-10", """{"value":"1"}""", 422)]
    [InlineData("/reps/ann/entered-values/csat/2026-10", """{"value":"10000000000000000"}""", 422)]
    [InlineData("/reps/ann/entered-values/csat/2026-W40", """{"value":"1"}""", 404)]
    [InlineData("/reps/zoe/entered-values/csat/2026-10", """{"value":"1"}""", 404)]
    [InlineData("/reps/ann/entered-values/csat/2026-10", """{"value":"1","approvedBy":"ann"}""", 400)]
    public async Task Given_a_value_that_none_can_be_entered_for_when_put_then_it_is_refused(string path, string body, int code)
    {
        await using var app = await ScoredAsync();
        Assert.Equal(code, (await PutAsync(app, path, body)).Code);
        Assert.Empty((await app.GetAsync("/reps/ann/entered-values")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Given_somebody_who_is_paid_by_it_when_they_enter_or_approve_then_it_is_refused()
    {
        await using var app = await ScoredAsync();
        await app.PutAsync("/people/ann", """{"id":"ann","name":"Ann","mail":"ann@example.com","identities":{"crm":["1"]}}""", BookApp.Any);
        var ann = ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", """{"name":"ann","roles":["finance"],"person":"ann"}""")).Of("key"));
        Assert.Equal(403, (await PutAsync(app, Path, """{"value":"100"}""", ann)).Code);
        await app.PutAsync(Path, """{"value":"50"}""");
        Assert.Equal(403, (await app.PostAsync($"{Path}/approve", "", ann, BookApp.Any)).Code);
        Assert.Equal("live 0.00", await app.EarnedAsync("2026-10"));
    }

    [Fact]
    public async Task Given_an_assignment_that_names_its_approver_when_put_then_it_is_refused_and_one_that_had_names_is_read()
    {
        await using var app = await ScoredAsync();
        var named = Assignment(""","entered":[{"metric":"csat","period":"2026-10","value":80,"enteredBy":"boss","approver":"vp","approvedBy":"vp"}]""");
        var answer = await PutAsync(app, On, named, BookApp.Any);
        Assert.Equal((422, "/entered/0"), (answer.Code, Assert.Single(answer.Pointers)));

        // An admin may say a value alone, until that is turned off; what is there stays.
        Assert.Equal(200, (await app.PutAsync(On, Assignment(""","entered":[{"metric":"csat","period":"2026-10","value":70}]"""), BookApp.Any)).Code);
        Assert.Equal("live 700.00", await app.EarnedAsync("2026-10"));
        await app.PutAsync("/settings/approvals", """{"adminAlone":false}""");
        Assert.Equal(422, (await PutAsync(app, On, Assignment(""","entered":[{"metric":"csat","period":"2026-10","value":71}]"""), BookApp.Any)).Code);
        Assert.Equal(200, (await app.PutAsync(On, Assignment(""","baseSalary":1,"entered":[{"metric":"csat","period":"2026-10","value":70}]"""), BookApp.Any)).Code);

        // What two people agreed on goes before it.
        await app.PutAsync(Path, """{"value":"80"}""");
        await app.PostAsync($"{Path}/approve", "", await app.SecondAsync(), BookApp.Any);
        Assert.Equal("live 800.00", await app.EarnedAsync("2026-10"));
    }

    private static Task<Answer> PutAsync(BookApp app, string path, string json, params (string, string)[] headers) => app.Whole.SendAsync("PUT", path, json, headers: headers);

    private static (string, string) Both(Answer answer) => (answer.Of("state"), answer.Of("inForce/value"));

    private static async Task<(string, string)> FirstItemAsync(BookApp app)
    {
        var answer = await app.GetAsync("/periods/2026-10/checklist");
        return (answer.Of("items/0/code"), answer.Of("items/0/subjects/0"));
    }

    private static string Assignment(string more) => $$"""{"id":"ann","person":"ann","plan":"scored","from":"2026-10-01","targetPay":12000{{more}}}""";

    private static async Task<BookApp> ScoredAsync()
    {
        var app = await BookApp.StartAsync();
        await app.PutAsync("/metrics/csat", """{"id":"csat","name":"Satisfaction","category":"result","measure":{"kind":"entered"}}""");
        await app.PutAsync("/metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await app.PutAsync("/plans/scored", """{"id":"scored","currency":"USD","payPeriod":"month","components":[{"id":"goals","measure":"month","objectives":[{"metric":"csat","weightPercent":100}]}]}""");
        await app.PutAsync(On, Assignment(""), BookApp.Any);
        return app;
    }
}
