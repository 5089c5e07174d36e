namespace SalesPerf.Functions.Tests.DeadLetters;

public sealed class QueueNameTests
{
    [Theory]
    [InlineData("ingest-activities", "ingest-activities")]
    [InlineData("notifications.email", "notifications/email")]
    [InlineData("notifications.wall", "notifications/wall")]
    [InlineData("notifications", null)]
    [InlineData("notifications.", null)]
    [InlineData("email", null)]
    public void Named_PathSegment_IsAQueueOrASubscription(string segment, string? queue) => Assert.Equal(queue, Queues.Named(segment));

    [Fact]
    public void Named_EveryQueueAndSubscription_HasASegmentOfItsOwn()
    {
        var queues = Queues.All.Concat(Queues.Subscriptions).ToList();

        Assert.Equal(queues, queues.Select(queue => Queues.Named(queue.Replace('/', '.'))));
    }
}
