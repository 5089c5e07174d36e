using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class PlanDraftTests : IAsyncLifetime
{
    private ResourceHost host = null!;
    private string fay = "";
    private string gil = "";

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        await host.SetAsync("/people/fay", """{"id":"fay","name":"Fay"}""");
        await host.SetAsync("/people/gil", """{"id":"gil","name":"Gil"}""");
        (fay, gil) = (await KeyAsync(AccessRole.Finance, "fay"), await KeyAsync(AccessRole.Finance, "gil"));
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_a_draft_of_finance_when_a_second_person_approves_then_it_is_in_force_and_says_who()
    {
        var draft = await host.PutAsync("/plans/p", Plan(10), key: fay);

        Assert.Equal((201, "/api/v1/plans/p/draft", "draft", "fay", "0"), (draft.Code, draft.Location, draft.Of("state"), draft.Of("author"), draft.Of("basedOn")));
        Assert.Equal(404, (await host.GetAsync("/plans/p")).Code);
        var read = await host.GetAsync("/plans/p/draft", gil);
        Assert.Equal((200, draft.Etag), (read.Code, read.Etag));

        host.Clock.Advance(TimeSpan.FromHours(1));
        var approved = await PostAsync("/plans/p/approve", null, read.Etag, gil);

        Assert.Equal(200, approved.Code);
        var plan = await host.GetAsync("/plans/p");
        Assert.Equal((approved.Etag, "1900-01-01"), (plan.Etag, plan.Of("version/effectiveFrom")));
        Assert.Equal(("fay", "gil", "2026-06-01T14:00:00Z"), (plan.Of("version/author"), plan.Of("version/approvedBy"), plan.Of("version/approvedAt")));
        Assert.Equal("gil", (await host.GetAsync("/plans/p/versions")).Of("versions/0/approvedBy"));
        var after = await host.GetAsync("/plans/p/draft", fay);
        Assert.Equal(("approved", "gil", "1"), (after.Of("state"), after.Of("decidedBy"), after.Of("version")));
    }

    [Fact]
    public async Task Given_a_draft_when_its_author_approves_then_a_second_person_is_asked_for()
    {
        var draft = await host.PutAsync("/plans/p", Plan(10), key: fay);
        var second = await KeyAsync(AccessRole.Finance, "fay");

        // Another key of the same person is the same person.
        foreach (var key in new[] { fay, second })
        {
            var answer = await PostAsync("/plans/p/approve", null, draft.Etag, key);
            Assert.Equal(403, answer.Code);
            Assert.EndsWith("second-person-required", answer.Of("type"), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await host.GetAsync("/plans/p")).Code);
    }

    [Fact]
    public async Task Given_an_approval_when_it_is_sent_again_then_the_answer_is_the_same_and_nothing_is_written()
    {
        var draft = await host.PutAsync("/plans/p", Plan(10), key: fay);
        var first = await PostAsync("/plans/p/approve", null, draft.Etag, gil);
        var commits = host.Store.Commits;

        var again = await PostAsync("/plans/p/approve", null, draft.Etag, gil);

        Assert.Equal((first.Code, first.Text, commits), (again.Code, again.Text, host.Store.Commits));
        Assert.Equal(409, (await PostAsync("/plans/p/approve", null, draft.Etag, ResourceHost.AdminKey)).Code);
        Assert.Equal(409, (await PostAsync("/plans/p/reject", """{"reason":"Too late."}""", draft.Etag, gil)).Code);
    }

    [Fact]
    public async Task Given_a_draft_with_a_day_when_approved_later_then_it_is_in_force_from_that_day_and_without_one_from_today()
    {
        await host.SetAsync("/plans/p", Plan(10));
        await host.PutAsync("/plans/p?effectiveFrom=2026-07-01", Plan(11), "*", fay);
        await PostAsync("/plans/p/approve", null, "*", gil);
        Assert.Equal(("10", "11"), (await RateAsync("?on=2026-06-30"), await RateAsync("?on=2026-07-01")));

        await host.PutAsync("/plans/p", Plan(12), "*", fay);
        host.Clock.Advance(TimeSpan.FromDays(60));
        await PostAsync("/plans/p/approve", null, "*", gil);
        Assert.Equal(("11", "12"), (await RateAsync("?on=2026-07-30"), await RateAsync("?on=2026-07-31")));
    }

    [Fact]
    public async Task Given_a_draft_when_it_is_rejected_then_the_reason_is_kept_and_a_new_one_can_be_written()
    {
        await host.SetAsync("/plans/p", Plan(10));
        var draft = await host.PutAsync("/plans/p", Plan(11), "*", fay);

        var rejected = await PostAsync("/plans/p/reject", """{"reason":"<b>Too</b> dear"}""", draft.Etag, gil);

        Assert.Equal((200, "rejected", "<b>Too</b> dear", "gil"), (rejected.Code, rejected.Of("state"), rejected.Of("reason"), rejected.Of("decidedBy")));
        Assert.Equal(rejected.Text, (await PostAsync("/plans/p/reject", """{"reason":"Again"}""", draft.Etag, gil)).Text);
        Assert.Equal(409, (await PostAsync("/plans/p/approve", null, "*", gil)).Code);
        Assert.Equal("10", await RateAsync());

        var plan = await host.GetAsync("/plans/p");
        Assert.Equal(428, (await host.PutAsync("/plans/p", Plan(12), key: fay)).Code);
        Assert.Equal(201, (await host.PutAsync("/plans/p", Plan(12), plan.Etag, fay)).Code);
        Assert.Equal("draft", (await host.GetAsync("/plans/p/draft")).Of("state"));
    }

    [Fact]
    public async Task Given_an_open_draft_when_changed_then_its_version_must_be_named_and_who_read_the_one_before_approves_nothing()
    {
        var first = await host.PutAsync("/plans/p", Plan(10), key: fay);
        Assert.Equal((200, first.Etag), await TagAsync(host.PutAsync("/plans/p", Plan(10), key: fay)));
        Assert.Equal(428, (await host.PutAsync("/plans/p", Plan(11), key: fay)).Code);
        Assert.Equal(412, (await host.PutAsync("/plans/p", Plan(11), "\"other\"", fay)).Code);

        var second = await host.PutAsync("/plans/p", Plan(11), first.Etag, fay);

        Assert.Equal(200, second.Code);
        Assert.Equal(412, (await PostAsync("/plans/p/approve", null, first.Etag, gil)).Code);
        Assert.Equal(428, (await PostAsync("/plans/p/approve", null, null, gil)).Code);
        Assert.Equal(404, (await host.GetAsync("/plans/p")).Code);
        Assert.Equal(200, (await PostAsync("/plans/p/approve", null, second.Etag, gil)).Code);
        Assert.Equal("11", await RateAsync());
    }

    [Fact]
    public async Task Given_a_draft_when_the_plan_changes_under_it_then_it_cannot_be_approved()
    {
        await host.SetAsync("/plans/p", Plan(10));
        var draft = await host.PutAsync("/plans/p", Plan(11), "*", fay);
        await host.SetAsync("/plans/p", Plan(12));

        Assert.Equal(409, (await PostAsync("/plans/p/approve", null, draft.Etag, gil)).Code);
        Assert.Equal("12", await RateAsync());
    }

    [Fact]
    public async Task Given_an_organisation_in_which_admins_do_not_act_alone_when_an_admin_puts_a_plan_then_it_is_a_draft()
    {
        await host.SetAsync("/plans/p", Plan(10));
        Assert.NotEqual("", (await host.GetAsync("/plans/p")).Of("version/approvedBy"));
        await host.SetAsync("/settings/approvals", """{"adminAlone":false}""");

        var draft = await host.PutAsync("/plans/p", Plan(11), "*");

        Assert.Equal((201, "draft"), (draft.Code, draft.Of("state")));
        Assert.Equal(409, (await host.PutAsync("/plans/p?recordedAt=2026-01-01", Plan(12), "*")).Code);
        Assert.Equal(403, (await PostAsync("/plans/p/approve", null, draft.Etag, ResourceHost.AdminKey)).Code);
        Assert.Equal(200, (await PostAsync("/plans/p/approve", null, draft.Etag, fay)).Code);
        Assert.Equal("11", await RateAsync());
    }

    [Fact]
    public async Task Given_a_draft_against_the_rules_when_put_then_every_pointer_is_told_and_nothing_is_stored()
    {
        var answer = await host.PutAsync("/plans/p", """
            {"id":"q","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"quarter","creditRules":[{"id":"won"}],"gates":[{"id":"g","metric":"none","atLeast":1}],"table":{"tiers":[{"from":5,"ratePercent":"15"}]}}]}
            """, key: fay);

        Assert.Equal(422, answer.Code);
        Assert.Superset(new HashSet<string> { "/id", "/components/0/gates/0/metric" }, answer.Pointers.ToHashSet());
        Assert.Contains(answer.Pointers, pointer => pointer.StartsWith("/components/0/table/tiers", StringComparison.Ordinal));
        Assert.Equal(404, (await host.GetAsync("/plans/p/draft")).Code);
        Assert.Equal(400, (await host.PutAsync("/plans/p?effectiveFrom=soon", Plan(10), key: fay)).Code);
        Assert.Equal(404, (await PostAsync("/plans/p/approve", null, "*", gil)).Code);
        Assert.Equal(422, (await PostAsync("/plans/p/reject", """{"reason":" "}""", "*", gil)).Code);
        Assert.Equal(422, (await PostAsync("/plans/p/reject", $$"""{"reason":"{{new string('a', 501)}}"}""", "*", gil)).Code);
        Assert.Equal(400, (await PostAsync("/plans/p/reject", """{"why":"x"}""", "*", gil)).Code);
    }

    [Fact]
    public async Task Given_what_is_in_force_already_when_drafted_and_approved_then_the_draft_is_settled_without_a_version()
    {
        await host.SetAsync("/plans/p", Plan(10));
        var draft = await host.PutAsync("/plans/p", Plan(10), "*", fay);

        var approved = await PostAsync("/plans/p/approve", null, draft.Etag, gil);

        Assert.Equal((200, "1"), (approved.Code, approved.Of("version/of")));
        Assert.Equal("approved", (await host.GetAsync("/plans/p/draft")).Of("state"));
        Assert.Equal(200, (await PostAsync("/plans/p/approve", null, draft.Etag, gil)).Code);
    }

    private static string Plan(int rate) =>
        $$$"""{"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":"{{{rate}}}"}]}}]}""";

    private static async Task<(int, string?)> TagAsync(Task<Answer> answer) => ((await answer).Code, (await answer).Etag);

    private async Task<string> RateAsync(string query = "") => (await host.GetAsync("/plans/p" + query)).Of("content/components/0/table/tiers/0/ratePercent");

    private Task<Answer> PostAsync(string path, string? json, string? ifMatch, string key) =>
        host.SendAsync(HttpMethod.Post, path, json is null ? null : ResourceHost.Json(json), ifMatch, key);

    private async Task<string> KeyAsync(AccessRole role, string person) =>
        (await host.Services.GetRequiredService<ApiKeys>().IssueAsync(new NewApiKey(person, [role], person), "test", default)).Key;
}
