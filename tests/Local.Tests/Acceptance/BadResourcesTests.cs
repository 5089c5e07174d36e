namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Resources that cannot be: every mistake is told by its place, and nothing is stored.</summary>
public sealed class BadResourcesTests(BadInputHost bad) : IClassFixture<BadInputHost>
{
    private const string Tiers = "/components/0/table/tiers";

    [Theory]
    [InlineData("""{"from":0,"ratePercent":4,"to":90},{"from":100,"ratePercent":5}""", Tiers + "/0/to")]
    [InlineData("""{"from":0,"ratePercent":4,"to":110},{"from":100,"ratePercent":5}""", Tiers + "/0/to")]
    [InlineData("""{"from":0,"ratePercent":4},{"from":100,"ratePercent":5,"to":200}""", Tiers + "/1/to")]
    [InlineData("""{"from":1,"ratePercent":4}""", Tiers + "/0/from")]
    [InlineData("""{"from":0,"ratePercent":4},{"from":0,"ratePercent":5}""", Tiers + "/1/from")]
    [InlineData("""{"from":0,"ratePercent":4},{"from":200,"ratePercent":5},{"from":100,"ratePercent":6}""", Tiers + "/2/from")]
    [InlineData("", Tiers)]
    [InlineData("""{"from":0,"ratePercent":101}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":0,"ratePercent":-1}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":0,"ratePercent":1e400}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":0,"ratePercent":"NaN"}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":0,"ratePercent":"1,5"}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":0,"ratePercent":1.01234567891}""", Tiers + "/0/ratePercent")]
    [InlineData("""{"from":1e-400,"ratePercent":1}""", Tiers + "/0/from")]
    public async Task Given_tiers_that_cannot_be_paid_by_when_put_then_the_tier_is_named(string tiers, string pointer)
    {
        BadInputHost.AssertRefused(422, await bad.Api.PutAsync("plans/broken", BadInputHost.Plan("broken", tiers)), pointer);
        BadInputHost.AssertRefused(404, await bad.Api.GetAsync("plans/broken"));
    }

    [Theory]
    [InlineData("assignments/x", """{"id":"x","person":"nobody","plan":"flat","from":"2026-01-01"}""", "/person")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"none","from":"2026-01-01"}""", "/plan")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"1899-12-31"}""", "/from")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"3000-01-01"}""", "/from")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"2026-02-01","to":"2026-01-01"}""", "/to")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"2026-01-01","quotas":[{"component":"none","amount":1}]}""", "/quotas/0/component")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"2026-01-01","quotas":[{"component":"bookings","amount":1e400}]}""", "/quotas/0/amount")]
    [InlineData("assignments/x", """{"id":"x","person":"ann","plan":"flat","from":"2026-01-01","quotas":[{"component":"bookings","amount":-1}]}""", "/quotas/0/amount")]
    [InlineData("people/x", """{"id":"x","name":"X","team":"none"}""", "/team")]
    [InlineData("people/x", """{"id":"x","name":"X","role":"none"}""", "/role")]
    [InlineData("people/x", """{"id":"x","name":"X","identities":{"crm":["ann"]}}""", "/identities/crm/0")]
    [InlineData("people/x", """{"id":"x","name":"X","identities":{"crm":["new","ann"]}}""", "/identities/crm/1")]
    [InlineData("people/x", """{"id":"x","name":"X","employment":[{"from":"1899-01-01"}]}""", "/employment/0/from")]
    [InlineData("people/x", """{"id":"x","name":"X","absences":[{"from":"2026-01-01","to":"9999-12-31"}]}""", "/absences/0/to")]
    [InlineData("teams/x", """{"id":"x","name":"X","manager":"nobody"}""", "/manager")]
    [InlineData("teams/x", """{"id":"x","name":"X","parent":"none"}""", "/parent")]
    [InlineData("teams/x", """{"id":"x","name":"X","parent":"x"}""", "/parent")]
    [InlineData("metrics/x", """{"id":"x","name":"X","category":"activity","measure":{"kind":"ratio","numerator":"none","denominator":"calls"}}""", "/measure/numerator")]
    [InlineData("metrics/x", """{"id":"x","name":"X","category":"activity","measure":{"kind":"guess"}}""", "/measure/kind")]
    [InlineData("roles/x", """{"id":"x","name":"X","accountabilities":[{"id":"a","name":"A","outcomeMetric":"none"}],"competencies":[]}""", "/accountabilities/0/outcomeMetric")]
    [InlineData("sources/x", """{"id":"x","provider":"unheard-of"}""", "/provider")]
    public async Task Given_what_does_not_fit_when_put_then_its_place_is_named(string path, string body, string pointer)
    {
        BadInputHost.AssertRefused(422, await bad.Api.PutAsync(path, body), pointer);
        BadInputHost.AssertRefused(404, await bad.Api.GetAsync(path));
    }

    [Fact]
    public async Task Given_an_identity_of_one_person_when_another_claims_it_then_it_stays_until_it_is_released()
    {
        await bad.Api.SetAsync("people/first", """{"id":"first","name":"First","identities":{"crm":["shared"]}}""");
        BadInputHost.AssertRefused(422, await bad.Api.PutAsync("people/second", """{"id":"second","name":"Second","identities":{"crm":["shared"]}}"""), "/identities/crm/0");
        await bad.Api.SetAsync("people/first", """{"id":"first","name":"First","identities":{}}""");
        await bad.Api.SetAsync("people/second", """{"id":"second","name":"Second","identities":{"crm":["shared"]}}""");
        BadInputHost.AssertRefused(
            422,
            await bad.Api.SendAsync(HttpMethod.Put, "people/first", ApiClient.Json("""{"id":"first","name":"First","identities":{"crm":["shared"]}}"""), ("If-Match", "*")),
            "/identities/crm/0");
    }

    [Fact]
    public async Task Given_two_at_once_who_claim_an_identity_when_put_then_one_of_them_has_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var identity = $"raced-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                bad.Api.PutAsync($"people/{identity}-{i}", $$$"""{"id":"{{{identity}}}-{{{i}}}","name":"R","identities":{"crm":["{{{identity}}}"]}}""")));

            Assert.Single(answers, answer => answer.Status == 201);
            Assert.All(answers.Where(answer => answer.Status != 201), answer => BadInputHost.AssertRefused(422, answer, "/identities/crm/0"));
        }
    }

    [Theory]
    [InlineData("plans/flat", "{")]
    [InlineData("people/ann", """{"id":"ann","id":"ann","name":"Ann"}""")]
    [InlineData("people/ann", """{"id":"ann","name":NaN}""")]
    public async Task Given_malformed_json_when_put_then_it_is_a_bad_request(string path, string body) =>
        BadInputHost.AssertRefused(400, await bad.Api.PutAsync(path, body));

    [Fact]
    public async Task Given_bodies_too_deep_or_too_large_when_put_then_they_are_refused()
    {
        BadInputHost.AssertRefused(400, await bad.Api.PutAsync("people/ann", new string('[', 10_000) + new string(']', 10_000)));
        BadInputHost.AssertRefused(400, await bad.Api.PutAsync("plans/flat", $$"""{"id":"flat","x":{{string.Concat(Enumerable.Repeat("{\"x\":", 10_000))}}1{{new string('}', 10_000)}}}"""));
        BadInputHost.AssertRefused(413, await bad.Api.PutAsync("people/ann", new string(' ', 10 * 1024 * 1024)));
    }

    [Fact]
    public async Task Given_dates_at_the_ends_when_put_then_everything_is_still_answered()
    {
        await bad.Api.SetAsync("people/old", """{"id":"old","name":"Old","team":"sales","role":"rep","employment":[{"from":"1900-01-01","to":"2999-12-31"}]}""");
        await bad.Api.SetAsync("assignments/old", """{"id":"old","person":"old","plan":"flat","from":"1900-01-01","to":"2999-12-31","quotas":[{"component":"bookings","amount":1000000,"period":"year"}]}""");
        await bad.Host.DrainAsync();

        foreach (var period in new[] { "1900-01", "1900", "2026-Q4", "2999-12", "2999" })
        {
            Assert.Equal(200, (await bad.Api.GetAsync($"commissions/forecast?period={period}&person=old")).Status);
            Assert.Equal(200, (await bad.Api.GetAsync($"reps/old/scorecard?period={period}")).Status);
        }
    }
}
