using SalesPerf.Domain.Notifications;

namespace SalesPerf.Domain.Tests.Notifications;

public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly Delivery First = Delivery.Begin(
        new Notification { Id = "n", Type = NotificationTypes.ThresholdCrossed, At = Began }, DeliveryChannels.Email, "mia", Began);

    [Theory]
    [InlineData(0)]
    [InlineData(599)]
    public void Next_YoungClaim_WaitsUntilItIsTenMinutesOld(int seconds) =>
        Assert.Equal(new DeliveryStep.Wait(Began.AddMinutes(10)), First.Next(Began.AddSeconds(seconds)));

    [Fact]
    public void Next_OldClaims_AreTakenOverOnceAndThenGivenUp()
    {
        var second = Assert.IsType<DeliveryStep.Try>(First.Next(Began.AddMinutes(10))).Claim;
        Assert.Equal((Delivery.Claimed, 2, Began.AddMinutes(10)), (second.State, second.Attempt, second.ClaimedAt!.Value));

        var unknown = Assert.IsType<DeliveryStep.GiveUp>(second.Next(Began.AddMinutes(20))).Delivery;
        Assert.Equal((Delivery.Unknown, 2), (unknown.State, unknown.Attempt));
        Assert.IsType<DeliveryStep.Nothing>(unknown.Next(Began.AddDays(1)));
    }

    [Fact]
    public void Next_FailuresBetween_DoNotCountAsAttemptsWithoutAWord()
    {
        var failed = First.Fail("421", Began, 0);
        Assert.Equal((Delivery.Waiting, Began.AddSeconds(5)), (failed.State, failed.NextAt!.Value));
        Assert.Equal(new DeliveryStep.Wait(Began.AddSeconds(5)), failed.Next(Began.AddSeconds(4)));

        var lost = Assert.IsType<DeliveryStep.Try>(failed.Next(Began.AddSeconds(5))).Claim;
        var again = Assert.IsType<DeliveryStep.Try>(lost.Next(Began.AddMinutes(11))).Claim;
        Assert.Equal((3, 1), (again.Attempt, again.Failures));
        Assert.IsType<DeliveryStep.GiveUp>(again.Next(Began.AddMinutes(22)));
    }

    [Theory]
    [InlineData(Delivery.Sent)]
    [InlineData(Delivery.Refused)]
    [InlineData(Delivery.Failed)]
    [InlineData(Delivery.Unknown)]
    [InlineData(Delivery.NoAddress)]
    [InlineData(Delivery.Unwanted)]
    public void Next_WhatIsOver_StaysOver(string state) => Assert.IsType<DeliveryStep.Nothing>((First with { State = state }).Next(Began.AddYears(1)));

    /// <summary>5 s + 5 min + 30 min + 2 + 5 + 10 + 14 + 20 + 24 h = 75 h 35 min 5 s.</summary>
    [Fact]
    public void Fail_EveryTime_IsTriedForThreeDaysAndEnds()
    {
        var (delivery, now) = (First, Began);
        while (delivery.State == Delivery.Claimed)
        {
            delivery = delivery.Fail("421", now, 0);
            now = delivery.NextAt ?? now;
            delivery = delivery.Next(now) is DeliveryStep.Try { Claim: var claim } ? claim : delivery;
        }

        Assert.Equal((Delivery.Failed, 10, 10), (delivery.State, delivery.Attempt, delivery.Failures));
        Assert.Equal(new TimeSpan(75, 35, 5), now - Began);
        Assert.Equal(new TimeSpan(75, 35, 5), RetrySchedule.Total);
    }

    [Fact]
    public void Fail_JitterAndWhatTheOtherSideAsksFor_OnlyLengthenThePause()
    {
        Assert.InRange(First.Fail("421", Began, 0.999).NextAt!.Value - Began, TimeSpan.FromSeconds(5.4), TimeSpan.FromSeconds(5.5));
        Assert.Equal(Began.AddHours(1), First.Fail("429", Began, 0, Began.AddHours(1)).NextAt);
        Assert.Equal(Began.AddSeconds(5), First.Fail("429", Began, 0, Began.AddSeconds(1)).NextAt);
    }

    [Fact]
    public void Hold_BeforeTheFirstAttempt_CountsNone()
    {
        var held = First.Hold(Began.AddHours(8), "Quiet hours.");
        Assert.Equal((Delivery.Waiting, 0), (held.State, held.Attempt));
        var claim = Assert.IsType<DeliveryStep.Try>(held.Next(Began.AddHours(8))).Claim;
        Assert.Equal((1, Began), (claim.Attempt, claim.MadeAt));
    }

    [Fact]
    public void Drop_BeforeTheFirstAttempt_CountsNone()
    {
        var dropped = First.Drop(Delivery.NoAddress, "No address.", Began.AddSeconds(1));
        Assert.Equal((Delivery.NoAddress, 0, Began.AddSeconds(1)), (dropped.State, dropped.Attempt, dropped.EndedAt!.Value));
        Assert.Null(dropped.ClaimedAt);
        Assert.IsType<DeliveryStep.Nothing>(dropped.Next(Began.AddDays(1)));
    }

    [Fact]
    public void MayReplace_OfSomebodySlow_OnlyThatItWasSent()
    {
        var second = Assert.IsType<DeliveryStep.Try>(First.Next(Began.AddMinutes(10))).Claim;

        Assert.True(First.Fail("421", Began, 0).MayReplace(First));
        Assert.True(First.Succeed(Began).MayReplace(First));
        Assert.False(First.Fail("421", Began, 0).MayReplace(second));
        Assert.True(First.Succeed(Began).MayReplace(second));
        Assert.True(First.Succeed(Began).MayReplace(second.Fail("421", Began, 0)));
        Assert.False(First.Succeed(Began).MayReplace(second.Succeed(Began)));
    }
}
