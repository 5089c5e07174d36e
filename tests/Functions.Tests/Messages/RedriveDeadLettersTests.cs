using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Tests.Messages;

public sealed class RedriveDeadLettersTests
{
    private readonly Mock<IMessageBus> bus = new();
    private readonly List<string> asked = [];

    [Fact]
    public async Task Given_a_queue_that_fails_when_dead_letters_are_sent_back_then_those_of_the_others_are_and_the_failure_is_told()
    {
        Answer(queue => queue == Queues.ApplyDeal ? throw new InvalidOperationException("not there") : 3);

        var failure = await Assert.ThrowsAsync<AggregateException>(RunAsync);

        Assert.IsType<InvalidOperationException>(Assert.Single(failure.InnerExceptions));
        Assert.Equal(Queues.All.Concat(Queues.Subscriptions), asked);
    }

    [Fact]
    public async Task Given_no_broker_when_dead_letters_are_sent_back_then_it_is_not_asked_for_every_queue()
    {
        Answer(_ => throw new TimeoutException("away"));

        await Assert.ThrowsAsync<TimeoutException>(RunAsync);

        Assert.Equal(3, asked.Count);
    }

    [Fact]
    public async Task Given_a_queue_that_is_full_when_dead_letters_are_sent_back_then_those_of_the_others_are()
    {
        Answer(queue => queue == Queues.ApplyDeal ? throw new TimeoutException("full") : 3);

        await Assert.ThrowsAsync<AggregateException>(RunAsync);

        Assert.Equal(Queues.All.Concat(Queues.Subscriptions), asked);
    }

    private void Answer(Func<string, int> answer) => bus
        .Setup(port => port.RedriveDeadLettersAsync(It.IsAny<string>(), It.IsAny<int>(), RedriveDeadLetters.MaxRedrives, It.IsAny<CancellationToken>()))
        .Returns((string queue, int _, int _, CancellationToken _) =>
        {
            asked.Add(queue);
            return Task.FromResult(answer(queue));
        });

    private Task RunAsync() => new RedriveDeadLetters(bus.Object, NullLogger<RedriveDeadLetters>.Instance).Run(new TimerInfo(), default);
}
