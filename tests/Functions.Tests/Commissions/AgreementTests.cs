using SalesPerf.Functions.Tests.Bookkeeping;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class AgreementTests
{
    private const string Assignment = """{"id":"ann","person":"ann","plan":"flat","from":"2026-10-01","targetPay":40000,"quotas":[{"component":"bookings","amount":50000,"period":"quarter"}]}""";

    private int hours;

    [Fact]
    public async Task Given_a_plan_when_whom_it_is_for_acknowledges_it_then_it_stands_until_anything_of_it_changes()
    {
        await using var app = await BookApp.StartAsync();
        var ann = await KeyAsync(app, "ann", "rep");
        var first = await app.GetAsync("/reps/ann/agreements");
        Assert.Equal(("open", "2026-10-01", "flat", "1"), (first.Of("items/0/state"), first.Of("items/0/agreement/from"), first.Of("items/0/agreement/plan"), first.Of("items/0/agreement/planVersion")));
        var version = first.Of("items/0/agreement/version");

        var said = await app.PostAsync($"/reps/ann/agreements/{version}/acknowledge", "", ann);
        Assert.Equal((200, "acknowledged", "2026-11-24"), (said.Code, said.Of("state"), said.Of("acknowledgedAt")[..10]));
        app.Whole.MoveTo(BookApp.Start.AddHours(1));
        Assert.Equal(said.Text, (await app.PostAsync($"/reps/ann/agreements/{version}/acknowledge", "", ann)).Text);
        Assert.Equal("ben", Assert.Single((await app.GetAsync("/agreements")).Body["items"]!.AsArray())!["agreement"]!["person"]!.GetValue<string>());

        // Days on which she is away change nothing that she agrees to; a quota does, from its day on.
        await app.PutAsync("/assignments/ann", Assignment.Replace("\"targetPay\":40000,\"quotas\":[{\"component\":\"bookings\",\"amount\":50000,\"period\":\"quarter\"}]", "\"absences\":[{\"from\":\"2026-11-02\",\"to\":\"2026-11-04\"}]", StringComparison.Ordinal), BookApp.Any);
        Assert.Equal(version, (await app.GetAsync("/reps/ann/agreements")).Of("items/0/agreement/version"));
        await app.PutAsync("/assignments/ann?effectiveFrom=2027-01-01", Assignment, BookApp.Any);
        var listed = await app.GetAsync("/reps/ann/agreements");
        Assert.Equal(
            ("acknowledged", "2027-01-01", "open", "50000.00"),
            (listed.Of("items/0/state"), listed.Of("items/0/agreement/until"), listed.Of("items/1/state"), listed.Of("items/1/agreement/quotas/0/amount/amount")));

        app.Whole.MoveTo(new DateTimeOffset(2027, 1, 5, 12, 0, 0, TimeSpan.Zero));
        var later = await app.GetAsync("/reps/ann/agreements");
        Assert.Equal(("open", "past", version), (later.Of("items/0/state"), later.Of("items/1/state"), later.Of("items/1/agreement/version")));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    [Fact]
    public async Task Given_a_plan_when_anybody_else_acknowledges_it_then_they_cannot()
    {
        await using var app = await BookApp.StartAsync();
        var path = $"/reps/ann/agreements/{(await app.GetAsync("/reps/ann/agreements")).Of("items/0/agreement/version")}/acknowledge";
        Assert.Equal(403, (await app.PostAsync(path)).Code);
        Assert.Equal(404, (await app.PostAsync(path, "", await KeyAsync(app, "ben", "rep"))).Code);
        Assert.Equal(404, (await app.PostAsync("/reps/ann/agreements/none/acknowledge", "", await KeyAsync(app, "ann", "rep"))).Code);
        Assert.Equal(200, (await app.PostAsync(path, "", await KeyAsync(app, "ann", "finance"))).Code);
    }

    [Fact]
    public async Task Given_a_new_version_of_a_plan_when_it_is_read_then_it_says_the_person_s_numbers_and_the_plan_in_words()
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync("/assignments/ann", Assignment, BookApp.Any);
        await app.PutAsync("/objectives/ann", """{"id":"ann","name":"Ann","measure":"bookings","period":"2026-Q4","amount":{"amount":"60000","currency":"USD"},"level":"person","subject":"ann"}""");
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-12-01");
        var listed = await app.GetAsync("/reps/ann/agreements");
        Assert.Equal(["2026-12-01"], listed.Body["items"]!.AsArray().Select(item => (string?)item!["agreement"]!["until"]).OfType<string>());
        var read = await app.GetAsync($"/reps/ann/agreements/{listed.Of("items/1/agreement/version")}");
        Assert.Equal(("open", "2", "60000.00", "40000.00"), (read.Of("state"), read.Of("agreement/planVersion"), read.Of("agreement/objectives/0/amount/amount"), read.Of("agreement/targetPay/amount")));
        Assert.Contains(read.Body["sections"]!.AsArray().SelectMany(section => section!["sentences"]!.AsArray()), sentence => ((string)sentence!).Contains("12", StringComparison.Ordinal));
        var page = (await app.GetAsync($"/reps/ann/agreements/{listed.Of("items/1/agreement/version")}", ("Accept", "text/html"))).Text;
        Assert.Contains("For Name of ann, from 1 Dec 2026 on, version 2 of the plan. Not acknowledged yet.", page);
        Assert.Contains("50,000", page);
    }

    [Fact]
    public async Task Given_what_nobody_acknowledged_when_night_comes_then_whoever_is_employed_is_mailed_each_version_once()
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync("/people/ben", """{"id":"ben","name":"Ben","mail":"ben@example.com","employment":[{"from":"2027-01-01"}]}""", BookApp.Any);
        await NightAsync(app);
        await NightAsync(app);
        var version = (await app.GetAsync("/reps/ann/agreements")).Of("items/0/agreement/version");
        var mail = Assert.Single(app.Whole.Mail.All);
        Assert.Equal(("ann@example.com", "Name of ann: flat from 1 Oct 2026"), (mail.To, mail.Subject));
        Assert.Contains($"/api/v1/reps/ann/agreements/{version}", mail.Text);
        var feed = await app.GetAsync("/notifications?type=plan.offered");
        Assert.Equal(("ann", "flat", "2026-10-01", 1), (feed.Of("items/0/person"), feed.Of("items/0/facts/plan"), feed.Of("items/0/facts/from"), feed.Body["items"]!.AsArray().Count));
        Assert.Contains($"<a href=\"/api/v1/reps/ann/agreements/{version}\">flat from 1 Oct 2026</a> is to be acknowledged", (await app.GetAsync("/notifications", ("Accept", "text/html"))).Text);

        // Another version, which begins later, is told before it counts. One that was acknowledged before the night is not.
        await app.PutAsync("/assignments/ann?effectiveFrom=2027-01-01", Assignment, BookApp.Any);
        await NightAsync(app);
        Assert.Equal("Name of ann: flat from 1 Jan 2027", app.Whole.Mail.All[^1].Subject);
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2027-02-01");
        var last = (await app.GetAsync("/reps/ann/agreements")).Body["items"]!.AsArray()[^1]!["agreement"]!["version"]!.GetValue<string>();
        await app.PostAsync($"/reps/ann/agreements/{last}/acknowledge", "", await KeyAsync(app, "ann", "rep"));
        await NightAsync(app);
        Assert.Equal(2, app.Whole.Mail.All.Count);

        // Who asked for nothing about themselves is not mailed.
        await app.PutAsync("/people/ann/notification-preferences", """{"email":{"aboutReports":[],"aboutMe":[]} }""");
        await app.PlanAsync("flat", "month", "month", 14, query: "?effectiveFrom=2027-03-01");
        await NightAsync(app);
        Assert.Equal((2, 3), (app.Whole.Mail.All.Count, (await app.GetAsync("/notifications?type=plan.offered")).Body["items"]!.AsArray().Count));
    }

    private async Task NightAsync(BookApp app)
    {
        app.Whole.MoveTo(BookApp.Start.AddHours(++hours));
        Assert.Equal(202, (await app.PostAsync("/runs/calculation")).Code);
        await app.Whole.DrainAsync();
    }

    private static async Task<(string, string)> KeyAsync(BookApp app, string person, string role) =>
        ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", $$"""{"name":"{{person}} {{role}}","roles":["{{role}}"],"person":"{{person}}"}""")).Of("key"));
}
