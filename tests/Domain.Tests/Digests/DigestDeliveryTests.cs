using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Digests;

public sealed class DigestDeliveryTests
{
    private static readonly DateTimeOffset Began = Sample.Instant("2026-11-23T07:00Z");

    private static DigestDelivery Delivery(string state, int attempt) => new()
    {
        Content = new Digest { Manager = "mia", Week = "2026-W47", Month = "2026-11", Start = default, End = default, People = new(0, 0, 0, 0) },
        State = state,
        Attempt = attempt,
        MadeAt = Began,
        ClaimedAt = Began,
        MessageId = "digest.2026-W47.mia@salesperf.local",
    };

    [Theory]
    [InlineData(DigestDelivery.Sent)]
    [InlineData(DigestDelivery.Unknown)]
    [InlineData(DigestDelivery.NoAddress)]
    public void Given_an_outcome_when_found_again_then_nothing_is_to_be_done(string state) =>
        Assert.IsType<DigestStep.Nothing>(Delivery(state, 1).Next(Began.AddDays(1)));

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    [InlineData(599)]
    public void Given_a_claim_younger_than_ten_minutes_when_found_then_it_is_looked_at_again_when_it_is_that_old(int seconds) =>
        Assert.Equal(new DigestStep.Wait(Began.AddMinutes(10)), Delivery(DigestDelivery.Claimed, 1).Next(Began.AddSeconds(seconds)));

    [Fact]
    public void Given_a_claim_of_ten_minutes_when_found_then_the_same_mail_is_sent_once_more()
    {
        var first = Delivery(DigestDelivery.Claimed, 1);

        var second = Assert.IsType<DigestStep.Send>(first.Next(Began.AddMinutes(10))).Claim;

        Assert.Equal(first with { Attempt = 2, ClaimedAt = Began.AddMinutes(10) }, second);
    }

    [Fact]
    public void Given_a_second_claim_without_an_outcome_when_found_then_nobody_knows()
    {
        var second = Delivery(DigestDelivery.Claimed, 2);

        Assert.Equal(new DigestStep.GiveUp(second with { State = DigestDelivery.Unknown }), second.Next(Began.AddMinutes(10)));
    }
}
