using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Deals;

public sealed class ProviderStageTests
{
    [Fact]
    public async Task Given_a_HubSpot_stage_listed_without_outcome_when_a_deal_enters_it_then_HubSpots_own_meaning_holds()
    {
        await using var world = new World(Now);
        await world.PutAsync(ResourceKinds.Sources, "crm", new Source
        {
            Id = "crm",
            Provider = "hubspot",
            Stages = new() { ["closedwon"] = new StageSetting(Order: 9), ["contractsent"] = new StageSetting(Order: 8) },
        });
        await world.PersonAsync(Rep("ann", "1"));
        await world.PostAsync(
            Deal("d1", ActivityTypes.DealStageChanged, 1, ("owner", "1"), ("stage", "closedwon")),
            Deal("d2", ActivityTypes.DealStageChanged, 1, ("owner", "1"), ("stage", "contractsent")));
        await world.DrainAsync();

        Assert.Equal("d1", Assert.Single(await world.AllAsync<Credit>(Partitions.Rep("ann"), DealDocuments.CreditKind)).Deal);
        Assert.Equal(0.9m, Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.OpenKind)).Open!.Probability);
    }
}
