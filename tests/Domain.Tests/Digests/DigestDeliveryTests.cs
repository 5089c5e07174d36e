using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Digests;

public sealed class DigestDeliveryTests
{
    private static readonly DateTimeOffset Began = Sample.Instant("2026-11-23T07:00Z");

    private static readonly DigestDelivery First = new()
    {
        Content = new Digest { Manager = "mia", Week = "2026-W47", Month = "2026-11", Start = default, End = default, People = new(0, 0, 0, 0) },
        State = Delivery.Claimed,
        Attempt = 1,
        MadeAt = Began,
        ClaimedAt = Began,
        MessageId = "digest.2026-W47.mia@salesperf.local",
    };

    public static TheoryData<string> States => [.. Delivery.States];

    [Theory]
    [MemberData(nameof(States))]
    public void Given_a_mail_in_any_state_when_kept_with_its_digest_then_it_is_the_same_mail(string state)
    {
        var mail = First.Mail() with { State = state, Attempt = 3, Failures = 2, ClaimedAt = Began.AddHours(1), NextAt = Began.AddHours(2), EndedAt = Began.AddHours(3), Reason = "421" };

        Assert.Equal(mail, First.With(mail).Mail());
        Assert.Equal(state == Delivery.Sent ? mail.EndedAt : null, First.With(mail).SentAt);
    }

    [Fact]
    public void Given_a_claim_of_ten_minutes_when_found_then_the_same_digest_is_sent_once_more_and_then_nobody_knows()
    {
        var second = First.With(Assert.IsType<DeliveryStep.Try>(First.Mail().Next(Began.AddMinutes(10))).Claim);
        Assert.Equal(First with { Attempt = 2, ClaimedAt = Began.AddMinutes(10) }, second);

        var unknown = First.With(Assert.IsType<DeliveryStep.GiveUp>(second.Mail().Next(Began.AddMinutes(20))).Delivery);
        Assert.Equal((Delivery.Unknown, Began.AddMinutes(20)), (unknown.State, unknown.EndedAt!.Value));
    }
}
