namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// A small organisation that hostile input is thrown at: Ann in team sales, known to <c>crm</c> (CloudEvents), <c>hooks</c> (Standard Webhooks) and
/// <c>hubspot</c>; a metric of calls, a role that expects ten a month, a flat plan. The host must answer each request within a few seconds.
/// </summary>
public sealed class BadInputHost : IAsyncLifetime
{
    public const string HookSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public const string HubSpotSecret = "a-client-secret-of-an-app";

    private ApiHost? host;

    internal ApiHost Host => host ?? throw new InvalidOperationException("Tests run after InitializeAsync.");

    internal ApiClient Api => Host.Api;

    public async Task InitializeAsync()
    {
        host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        Api.Http.Timeout = TimeSpan.FromSeconds(60);
        await Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await Api.SetAsync("sources/hooks", """{"id":"hooks","provider":"standard-webhooks"}""");
        await Api.SetAsync("sources/hubspot", """{"id":"hubspot","provider":"hubspot"}""");
        await Api.SetAsync("sources/silent", """{"id":"silent","provider":"standard-webhooks"}""");
        Assert.Equal(204, (await Api.PutAsync("sources/hooks/secret", $$"""{"secrets":["{{HookSecret}}"]}""")).Status);
        Assert.Equal(204, (await Api.PutAsync("sources/hubspot/secret", $$"""{"secrets":["{{HubSpotSecret}}"]}""")).Status);
        await Api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await Api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":10}}]}]}
            """);
        await Api.SetAsync("plans/flat", Plan("flat", """{"from":0,"ratePercent":15}"""));
        await Api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        await Api.SetAsync("people/ann", """
            {"id":"ann","name":"Ann","team":"sales","role":"rep","identities":{"crm":["ann"],"hooks":["ann"],"hubspot":["4711"]}}
            """);
        await Api.SetAsync("assignments/ann", """{"id":"ann","person":"ann","plan":"flat","from":"2026-01-01"}""");
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    internal static string Plan(string id, string tiers) => $$$"""
        {"id":"{{{id}}}","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter",
         "creditRules":[{"id":"won"}],"table":{"tiers":[{{{tiers}}}]}}]}
        """;

    /// <summary>How many calls Ann is counted for in a month, everything taken being derived.</summary>
    internal async Task<string> CallsAsync(string month)
    {
        await Host.DrainAsync();
        var card = await Api.GetAsync($"reps/ann/scorecard?period={month}");
        Assert.Equal(200, card.Status);
        return card.Of("metrics/0/value");
    }

    /// <summary>A problem document of the status, whose every error points somewhere and says something.</summary>
    internal static void AssertRefused(int status, ApiAnswer answer, params string[] pointers)
    {
        Assert.True(answer.Status == status && answer.IsProblem, $"{answer.Status} {answer.ContentType} {answer.Text}");
        Assert.StartsWith("https://salesperf.dev/problems/", answer.Of("type"), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Of("title"));
        Assert.Subset(answer.Pointers.ToHashSet(), pointers.ToHashSet());
    }

    /// <summary>Nothing taken, and every item named by the pointer of what is wrong with it.</summary>
    internal static void AssertRejected(ApiAnswer answer, params string[] pointers)
    {
        Assert.True(answer.Status == 422 && answer.ContentType == "application/json", $"{answer.Status} {answer.ContentType} {answer.Text}");
        Assert.Equal("0", answer.Of("accepted"));
        Assert.Equal(
            pointers.Select((pointer, index) => $"{index}{pointer}"),
            answer.Body["rejected"]!.AsArray().SelectMany(item => item!["errors"]!.AsArray().Select(error => $"{item["index"]}{error!["pointer"]}")));
    }
}
