using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Who is credited with what: recorded shares, invoices and payments, roll-ups of credit and of pay. Deals in and statements out, all over HTTP, on 18 November 2026.</summary>
public sealed class CreditCasesTests : IAsyncLifetime
{
    private ApiHost host = null!; // set before the test runs

    // 60 % of 10,000 at 10 %: 600; 30 %: 300; 50 % on top: 500, for whom a person's id stands. The rest is the house's. Both roll up to the boss, at 2 %: 180.
    [Fact]
    public async Task Given_recorded_shares_when_statements_are_read_then_everybody_has_theirs()
    {
        await SellAsync("d1", "ann", 10_000, "2026-11-04", ("split.u-ann", "60"), ("split.u-ben", "30"), ("overlay.cat", "50"));
        Assert.Equal("600.00 splitShort", await EarnedAsync("ann"));
        Assert.Equal("300.00 splitShort", await EarnedAsync("ben"));
        Assert.Equal("500.00 splitShort", await EarnedAsync("cat"));
        Assert.Equal("180.00 splitShort", await EarnedAsync("boss"));
        var answer = await host.Api.GetAsync("reps/cat/commissions/2026-11");
        Assert.Equal("true", answer.Of("assignments/0/components/0/lines/0/overlay"));

        // Nobody is listed as unassigned for a person's own id.
        Assert.DoesNotContain("\"cat\"", (await host.Api.GetAsync("identities/unassigned")).Text, StringComparison.Ordinal);
    }

    // 130 %: nobody is credited, both are told. Mended to 60 and 40 %: 600 and 400. Taken out again: 1,000 for who has all of it, and nothing for the other.
    [Fact]
    public async Task Given_shares_of_130_per_cent_when_they_are_mended_then_what_was_held_is_credited()
    {
        await SellAsync("d1", "ann", 10_000, "2026-11-04", ("split.u-ann", "60"), ("split.u-ben", "70"));
        Assert.Equal(("0.00 splitHeld", "0.00 splitHeld"), (await EarnedAsync("ann"), await EarnedAsync("ben")));
        await TellAsync("d1", "2026-11-05", ("split.u-ben", "40"));
        Assert.Equal(("600.00", "400.00"), (await EarnedAsync("ann"), await EarnedAsync("ben")));
        await TellAsync("d1", "2026-11-06", ("split.u-ben", "0"), ("split.u-ann", "100"));
        Assert.Equal(("1000.00", "0.00"), (await EarnedAsync("ann"), await EarnedAsync("ben")));
    }

    // Half is of somebody nobody knows; once they are claimed it is theirs.
    [Fact]
    public async Task Given_a_share_of_somebody_unknown_when_they_are_claimed_then_it_is_credited()
    {
        await SellAsync("d1", "ann", 10_000, "2026-11-04", ("split.u-ann", "50"), ("split.u-new", "50"));
        Assert.Equal("500.00 splitUnknown", await EarnedAsync("ann"));
        await PersonAsync("new", "plan");
        await host.DrainAsync();
        Assert.Equal(("500.00", "500.00"), (await EarnedAsync("ann"), await EarnedAsync("new")));
    }

    // Booked in September, 4,000 of 10,000 come in in November, when 400 are earned; 1,000 go back: −100. Ann has another manager since October: the boss of the day of the booking has 2 % of the cash, 60.
    // The invoice credits ben's plan, 5 % of 10,000, on its own day.
    [Fact]
    public async Task Given_cash_after_the_booking_when_it_is_credited_then_on_its_day_and_as_the_hierarchy_was()
    {
        await SetAsync("cash", "ann", """{"id":"won","event":"payment"}""", 10);
        await SetAsync("boss", "boss", """{"id":"below","event":"payment","creditOf":"reports"}""", 2);
        await SetAsync("boss", "late", """{"id":"below","event":"payment","creditOf":"reports"}""", 2);
        await host.Api.SetAsync("people/late", """{"id":"late","name":"late","identities":{"crm":["u-late"]}}""");
        await host.Api.SetAsync("assignments/late", """{"id":"late","person":"late","plan":"boss","from":"2026-01-01"}""");
        await SellAsync("d1", "ann", 10_000, "2026-09-04");
        Assert.InRange((await MoveAsync("ann", "late", "2026-10-01")).Status, 200, 201);
        JsonObject[] cash = [Cash("p1", "payment.received", "d1", 4_000, "2026-11-05"), Cash("p2", "payment.received", "d1", -1_000, "2026-11-06")];
        await host.Api.TakeAsync([.. cash, cash[0].DeepClone().AsObject()]);
        await host.DrainAsync();
        Assert.Equal("300.00", await EarnedAsync("ann"));
        Assert.Equal("0.00", await EarnedAsync("ann", "2026-09"));
        Assert.Equal("60.00", await EarnedAsync("boss"));
        Assert.Equal("0.00", await EarnedAsync("late"));

        await SetAsync("invoiced", "ben", """{"id":"won","event":"invoice"}""", 5);
        await host.Api.TakeAsync([Cash("i1", "invoice.issued", "inv-1", 10_000, "2026-11-07", "u-ben")]);
        await host.DrainAsync();
        Assert.Equal("500.00", await EarnedAsync("ben"));
    }

    // Ann and Ben earn 1,000 and 500; 20 % of what they earn is 300.
    [Fact]
    public async Task Given_an_override_on_pay_when_reports_earn_then_it_is_a_share_of_that()
    {
        await host.Api.SetAsync("plans/boss?effectiveFrom=2026-01-01", """
            {"id":"boss","currency":"USD","payPeriod":"month","components":[{"id":"override","measure":"month","basedOn":["bookings"],"creditOf":"reports",
             "table":{"tiers":[{"from":0,"ratePercent":20}]}}]}
            """);
        await SellAsync("d1", "ann", 10_000, "2026-11-04");
        await SellAsync("d2", "ben", 5_000, "2026-11-04");
        Assert.Equal("300.00", await EarnedAsync("boss"));
    }

    public async Task InitializeAsync()
    {
        host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        await host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await PlanAsync("plan", """{"id":"won"}""", 10);
        await PlanAsync("boss", """{"id":"below","creditOf":"reports"}""", 2);
        await PersonAsync("boss", "boss");
        foreach (var person in new[] { "ann", "ben", "cat" })
        {
            await PersonAsync(person, "plan", ""","manager":"boss" """);
        }
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    private static JsonObject Cash(string id, string type, string deal, decimal amount, string day, string? owner = null)
    {
        var data = new JsonObject { ["deal"] = deal, ["amount"] = amount, ["currency"] = "USD" };
        if (owner is not null)
        {
            data["owner"] = owner;
        }

        return Events.Of(id, type, $"{day}T10:00:00Z", data);
    }

    private Task PlanAsync(string id, string rule, int rate) => host.Api.SetAsync($"plans/{id}?effectiveFrom=2026-01-01", $$$"""
        {"id":"{{{id}}}","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"month","creditRules":[{{{rule}}}],"table":{"tiers":[{"from":0,"ratePercent":{{{rate}}} }]}}]}
        """);

    private async Task SetAsync(string plan, string person, string rule, int rate)
    {
        await PlanAsync(plan, rule, rate);
        if (person is not ("boss" or "late"))
        {
            await host.Api.SetAsync($"assignments/{person}?effectiveFrom=2026-01-01", $$"""{"id":"{{person}}","person":"{{person}}","plan":"{{plan}}","from":"2026-01-01"}""");
        }
    }

    private async Task PersonAsync(string id, string plan, string more = "")
    {
        await host.Api.SetAsync($"people/{id}", $$$"""{"id":"{{{id}}}","name":"{{{id}}}","identities":{"crm":["u-{{{id}}}"]}{{{more}}}}""");
        await host.Api.SetAsync($"assignments/{id}", $$"""{"id":"{{id}}","person":"{{id}}","plan":"{{plan}}","from":"2026-01-01"}""");
    }

    private Task<ApiAnswer> MoveAsync(string person, string manager, string day) => host.Api.SendAsync(
        HttpMethod.Put,
        $"people/{person}?effectiveFrom={day}",
        new StringContent($$$"""{"id":"{{{person}}}","name":"{{{person}}}","identities":{"crm":["u-{{{person}}}"]},"manager":"{{{manager}}}"}""", System.Text.Encoding.UTF8, "application/json"),
        ("If-Match", "*"));

    private async Task SellAsync(string deal, string owner, decimal amount, string day, params (string Name, string Value)[] attributes)
    {
        var won = Events.Won(deal, "u-" + owner, amount, day);
        won["data"]!["attributes"] = Attributes(attributes);
        await host.Api.TakeAsync([won]);
        await host.DrainAsync();
    }

    private async Task TellAsync(string deal, string day, params (string Name, string Value)[] attributes)
    {
        await host.Api.TakeAsync([Events.Of($"{deal}-{day}", "deal.amountChanged", $"{day}T10:00:00Z", new JsonObject { ["deal"] = deal, ["attributes"] = Attributes(attributes) })]);
        await host.DrainAsync();
    }

    private static JsonObject Attributes((string Name, string Value)[] attributes) => new(attributes.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value)));

    /// <summary>What is earned, and the codes of what is warned of.</summary>
    private async Task<string> EarnedAsync(string person, string period = "2026-11")
    {
        var answer = await host.Api.GetAsync($"reps/{person}/commissions/{period}");
        Assert.True(answer.Status == 200, answer.Text);
        return string.Join(' ', [answer.Of("totals/0/earned/amount"), .. answer.Body["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!)]);
    }
}
