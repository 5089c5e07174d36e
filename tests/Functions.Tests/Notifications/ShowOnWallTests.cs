using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.Notifications;

public sealed class ShowOnWallTests
{
    [Fact]
    public async Task Run_TwiceWithGoodNews_ShowsItOnceForAWeek()
    {
        await using var world = await NotificationWorld.OfAsync();
        await world.AnnounceAsync(NotificationWorld.Crossed("green"));
        var message = Assert.Single(await world.TakeAsync($"{Queues.Notifications}/{Queues.Wall}"));

        await world.World.Get<ShowOnWall>().Run(message, default);
        await world.World.Get<ShowOnWall>().Run(message, default);

        Assert.Equal("crossed-ann-green", Assert.Single(await ShownAsync(world)).Id);
        Assert.Equal(7 * 24 * 60 * 60, (await world.World.Store.ReadAsync(Partitions.Wall, "crossed-ann-green", default))!.TimeToLive);
    }

    [Theory]
    [InlineData("red")]
    [InlineData("amber")]
    [InlineData("grey")]
    public async Task Run_AnythingElse_IsNotForEverybodysEyes(string to)
    {
        await using var world = await NotificationWorld.OfAsync();

        await world.World.Get<ShowOnWall>().Run(NotificationWorld.Message(NotificationWorld.Crossed(to)), default);

        Assert.Empty(await ShownAsync(world));
    }

    [Fact]
    public async Task Announce_OneNotification_ReachesEverySubscriptionByItself()
    {
        await using var world = await NotificationWorld.OfAsync();

        await world.AnnounceAsync(NotificationWorld.Crossed());

        foreach (var subscription in Queues.Subscriptions)
        {
            Assert.Single(await world.TakeAsync(subscription));
        }
    }

    private static Task<IReadOnlyList<Notification>> ShownAsync(NotificationWorld world) => world.World.AllAsync<Notification>(Partitions.Wall, ShowOnWall.Kind);
}
