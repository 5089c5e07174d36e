namespace SalesPerf.Functions.Tests.Resources;

public sealed class DeleteResourceTests : IAsyncLifetime
{
    private ResourceHost host = null!;

    public async Task InitializeAsync() => host = await ResourceHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_a_team_when_deleted_then_it_is_retired_from_that_day_and_stays_readable_before()
    {
        var etag = (await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""")).Etag;

        Assert.Equal(404, (await host.DeleteAsync("/teams/none", "*")).Code);
        Assert.Equal(428, (await host.DeleteAsync("/teams/emea")).Code);
        Assert.Equal(412, (await host.DeleteAsync("/teams/emea", "\"x\"")).Code);

        var gone = await host.DeleteAsync("/teams/emea", etag);
        Assert.Equal(204, gone.Code);
        Assert.NotEqual(etag, gone.Etag);
        Assert.Equal(404, (await host.GetAsync("/teams/emea")).Code);
        Assert.Equal("EMEA", (await host.GetAsync("/teams/emea?on=2026-05-31")).Of("content/name"));
        Assert.Equal("", (await host.GetAsync("/teams/emea/versions")).Of("versions/1/content"));
        Assert.Empty((await host.GetAsync("/teams")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Given_a_retired_team_when_deleted_again_then_nothing_changes()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        var first = await host.DeleteAsync("/teams/emea", "*");
        var commits = host.Store.Commits;
        var again = await host.DeleteAsync("/teams/emea");

        Assert.Equal((204, first.Etag, commits), (again.Code, again.Etag, host.Store.Commits));
    }

    [Fact]
    public async Task Given_a_retired_team_when_put_then_it_is_in_force_again()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        await host.DeleteAsync("/teams/emea", "*");
        host.Clock.Advance(TimeSpan.FromDays(30));

        var back = await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        Assert.Equal("3", back.Of("version/number"));
        Assert.Equal(404, (await host.GetAsync("/teams/emea?on=2026-06-30")).Code);
        Assert.Equal(200, (await host.GetAsync("/teams/emea?on=2026-07-01")).Code);
    }

    [Fact]
    public async Task Given_resources_that_name_it_when_deleted_then_the_conflict_says_which()
    {
        await host.SetAsync("/teams/world", """{"id":"world","name":"World"}""");
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA","parent":"world"}""");
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann","team":"emea"}""");

        var world = await host.DeleteAsync("/teams/world", "*");
        Assert.Equal(409, world.Code);
        Assert.Contains("team 'emea' (/parent)", world.Of("detail"), StringComparison.Ordinal);
        var emea = await host.DeleteAsync("/teams/emea", "*");
        Assert.Contains("person 'ann' (/team)", emea.Of("detail"), StringComparison.Ordinal);

        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann"}""");
        Assert.Equal(204, (await host.DeleteAsync("/teams/emea", "*")).Code);
        Assert.Equal(204, (await host.DeleteAsync("/teams/world", "*")).Code);
    }

    [Fact]
    public async Task Given_a_version_still_to_come_when_deleted_before_it_then_the_conflict_says_so()
    {
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
        await host.PutAsync("/teams/emea?effectiveFrom=2027-01-01", """{"id":"emea","name":"Europe"}""", "*");

        Assert.Equal(409, (await host.DeleteAsync("/teams/emea", "*")).Code);
        Assert.Equal(204, (await host.DeleteAsync("/teams/emea?effectiveFrom=2027-01-01", "*")).Code);
        Assert.Equal(204, (await host.DeleteAsync("/teams/emea", "*")).Code);
    }

    [Fact]
    public async Task Given_an_assignment_that_ended_when_its_plan_is_deleted_then_history_does_not_hold_it()
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann"}""");
        await host.SetAsync("/plans/p", EveryKindTests.Plan);
        await host.SetAsync("/assignments/a", """{"id":"a","person":"ann","plan":"p","from":"2025-01-01"}""");
        Assert.Equal(409, (await host.DeleteAsync("/plans/p", "*")).Code);

        await host.SetAsync("/assignments/a", """{"id":"a","person":"ann","plan":"p","from":"2025-01-01","to":"2026-06-01"}""");
        Assert.Equal(204, (await host.DeleteAsync("/plans/p", "*")).Code);
    }
}
