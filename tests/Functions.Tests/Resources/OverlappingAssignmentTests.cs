namespace SalesPerf.Functions.Tests.Resources;

public sealed class OverlappingAssignmentTests : IAsyncLifetime
{
    private ResourceHost host = null!;

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann"}""");
        await host.SetAsync("/plans/p", EveryKindTests.Plan);
        await host.SetAsync("/plans/q", EveryKindTests.Plan.Replace("\"id\":\"p\"", "\"id\":\"q\"", StringComparison.Ordinal));
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_an_assignment_when_another_overlaps_it_on_the_same_plan_then_it_is_refused_in_both_directions()
    {
        await host.SetAsync("/assignments/first", """{"id":"first","person":"ann","plan":"p","from":"2026-01-01","to":"2026-07-01"}""");

        var overlapping = await host.PutAsync("/assignments/second", """{"id":"second","person":"ann","plan":"p","from":"2026-06-30"}""");
        Assert.Equal(422, overlapping.Code);
        Assert.Equal("/from", overlapping.Of("errors/0/pointer"));

        await host.SetAsync("/assignments/second", """{"id":"second","person":"ann","plan":"p","from":"2026-07-01"}""");
        var longer = await host.PutAsync("/assignments/first", """{"id":"first","person":"ann","plan":"p","from":"2026-01-01"}""", "*");
        Assert.Equal(422, longer.Code);
        Assert.Equal("/to", longer.Of("errors/0/pointer"));
        Assert.Contains("'second' on 2026-07-01", longer.Of("errors/0/detail"), StringComparison.Ordinal);

        // Two plans at once are two ways of being paid.
        await host.SetAsync("/assignments/third", """{"id":"third","person":"ann","plan":"q","from":"2026-01-01"}""");
        var moved = await host.PutAsync("/assignments/third", """{"id":"third","person":"ann","plan":"p","from":"2026-01-01"}""", "*");
        Assert.Equal(422, moved.Code);
    }

    [Fact]
    public async Task Given_two_overlapping_assignments_when_written_at_once_then_one_is_refused()
    {
        Answer? other = null;
        host.Store.BeforeCommit = async batch =>
        {
            if (batch.Pk == "assignments")
            {
                host.Store.BeforeCommit = null;
                other = await host.PutAsync("/assignments/second", """{"id":"second","person":"ann","plan":"p","from":"2026-02-01"}""");
            }
        };

        var first = await host.PutAsync("/assignments/first", """{"id":"first","person":"ann","plan":"p","from":"2026-01-01"}""");

        Assert.Equal((201, 422), (other!.Code, first.Code));
        Assert.Equal("second", Assert.Single((await host.GetAsync("/assignments")).Body["items"]!.AsArray())!["content"]!["id"]!.GetValue<string>());
    }
}
