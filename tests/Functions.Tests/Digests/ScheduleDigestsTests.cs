using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.Tests.Digests;

public sealed class ScheduleDigestsTests
{
    /// <summary>A manager a zone, with somebody below each; and a boss in Berlin over all three.</summary>
    private static async Task<World> OrganisationAsync(DateTimeOffset now)
    {
        var world = new World(now);
        await world.PutAsync(ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All", Manager = "boss" });
        await world.PutAsync(ResourceKinds.People, "boss", new Person { Id = "boss", Name = "Boss", Zone = "Europe/Berlin" });
        foreach (var (id, zone) in new[] { ("berlin", "Europe/Berlin"), ("denver", "America/Denver"), ("auckland", "Pacific/Auckland") })
        {
            await world.PutAsync(ResourceKinds.Teams, id, new Team { Id = id, Name = id, Parent = "all", Manager = id });
            await world.PutAsync(ResourceKinds.People, id, new Person { Id = id, Name = id, Team = id, Zone = zone });
            await world.PutAsync(ResourceKinds.People, $"{id}-rep", new Person { Id = $"{id}-rep", Name = "Rep", Team = id, Zone = zone });
        }

        return world;
    }

    private static async Task<string> SentAsync(World world)
    {
        await world.Get<ScheduleDigests>().Run(new TimerInfo(), default);
        var received = await world.Bus.ReceiveAsync(Queues.SendDigest, 100, TimeSpan.FromMinutes(5), default);
        await world.Bus.CompleteAsync(received, default);
        return string.Join(' ', received.Select(message => Envelopes.Read<DigestKey>(message.Body).Data).Select(key => $"{key.Manager}/{key.Week}").Order(StringComparer.Ordinal));
    }

    [Theory]
    // Clocks went back in Berlin on 25 October (07:00 is 06:00Z), forward in Auckland on 27 September (18:00Z the day before); Denver changes on 1 November (13:00Z until then).
    [InlineData("2026-10-25T17:59:00Z", "")]
    [InlineData("2026-10-25T18:00:00Z", "auckland/2026-W43")]
    [InlineData("2026-10-26T05:59:00Z", "auckland/2026-W43")]
    [InlineData("2026-10-26T06:00:00Z", "auckland/2026-W43 berlin/2026-W43 boss/2026-W43")]
    [InlineData("2026-10-26T13:00:00Z", "auckland/2026-W43 berlin/2026-W43 boss/2026-W43 denver/2026-W43")]
    [InlineData("2026-10-27T18:01:00Z", "berlin/2026-W43 boss/2026-W43 denver/2026-W43")]
    [InlineData("2026-10-28T12:59:00Z", "denver/2026-W43")]
    [InlineData("2026-10-28T13:01:00Z", "")]
    [InlineData("2026-11-02T13:59:00Z", "auckland/2026-W44 berlin/2026-W44 boss/2026-W44")]
    [InlineData("2026-11-02T14:00:00Z", "auckland/2026-W44 berlin/2026-W44 boss/2026-W44 denver/2026-W44")]
    public async Task Given_managers_in_three_zones_when_the_timer_fires_then_those_whose_monday_morning_came_within_two_days_are_asked_for(string now, string expected)
    {
        await using var world = await OrganisationAsync(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, await SentAsync(world));
    }

    [Fact]
    public async Task Given_digests_that_exist_when_the_timer_fires_again_then_only_the_others_are_asked_for()
    {
        await using var world = await DigestWorld.OfAsync();
        Assert.Equal("mia/2026-W47", await SentAsync(world.World));
        Assert.Equal("mia/2026-W47", await SentAsync(world.World));

        await world.SendAsync();

        Assert.Equal("", await SentAsync(world.World));
    }

    [Fact]
    public async Task Given_a_manager_who_left_or_has_nobody_when_the_timer_fires_then_they_are_not_asked_for()
    {
        await using var world = await OrganisationAsync(new DateTimeOffset(2026, 10, 26, 13, 0, 0, TimeSpan.Zero));
        await world.PutAsync(ResourceKinds.People, "berlin", new Person { Id = "berlin", Name = "B", Team = "berlin", Zone = "Europe/Berlin", Employment = [new DateSpan(new DateOnly(2020, 1, 1), new DateOnly(2026, 10, 1))] });
        await world.PutAsync(ResourceKinds.Teams, "denver", new Team { Id = "denver", Name = "D", Parent = "all" });
        await world.PutAsync(ResourceKinds.People, "auckland-rep", new Person { Id = "auckland-rep", Name = "A", Manager = "berlin-rep", Zone = "Europe/Berlin" });

        Assert.Equal("berlin-rep/2026-W43 boss/2026-W43", await SentAsync(world));
    }
}
