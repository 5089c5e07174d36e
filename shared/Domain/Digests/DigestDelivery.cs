using SalesPerf.Domain.Notifications;

namespace SalesPerf.Domain.Digests;

/// <summary>
/// A digest and how far its mail has come: the stored document <c>digest~{week}</c> of partition <c>rep~{manager}</c>. Whoever is about to send the mail
/// claims it first; what they do after that is known only if they live to write it down.
/// </summary>
public sealed record DigestDelivery
{
    /// <summary>Claimed by somebody who may still be at it.</summary>
    public const string Claimed = "claimed";

    /// <summary>Handed over.</summary>
    public const string Sent = "sent";

    /// <summary>Both attempts ended without a word: it may have arrived once, twice or not at all.</summary>
    public const string Unknown = "unknown";

    /// <summary>The mail could not be handed over; it is tried again at <see cref="NextAt"/>.</summary>
    public const string Waiting = "waiting";

    /// <summary>The mail server will never take it; the digest can be read all the same.</summary>
    public const string Refused = "refused";

    /// <summary>Every try to hand it over failed, for three days.</summary>
    public const string Failed = "failed";

    /// <summary>The manager had no mail address; the digest can be read all the same.</summary>
    public const string NoAddress = "noAddress";

    /// <summary>A claim this old is taken over; a younger one is left alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>After this many without a word no further one is made.</summary>
    public const int MaxAttempts = 2;

    /// <summary>Composed once: a second attempt sends the same.</summary>
    public required Digest Content { get; init; }

    /// <summary>One of the constants.</summary>
    public required string State { get; init; }

    /// <summary>From 1; 0 when there is no address.</summary>
    public required int Attempt { get; init; }

    /// <summary>Of these, attempts that are known to have failed.</summary>
    public int Failures { get; init; }

    /// <summary>When the content was composed: the mail's date.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When the attempt began.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When the mail had been handed over.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why it was not, or not yet; no personal data.</summary>
    public string? Reason { get; init; }

    /// <summary>The same for every attempt.</summary>
    public required string MessageId { get; init; }

    /// <summary>What whoever finds this is to do.</summary>
    public DigestStep Next(DateTimeOffset now) => this switch
    {
        { State: Waiting, NextAt: { } next } when now < next => new DigestStep.Wait(next),
        { State: Waiting } => new DigestStep.Send(Claim(now)),
        { State: not Claimed } => new DigestStep.Nothing(),
        _ when now - ClaimedAt < Patience => new DigestStep.Wait(ClaimedAt + Patience),
        _ when Attempt - Failures < MaxAttempts => new DigestStep.Send(Claim(now)),
        _ => new DigestStep.GiveUp(this with { State = Unknown }),
    };

    /// <summary>The mail was handed over.</summary>
    public DigestDelivery Succeed(DateTimeOffset now) => this with { State = Sent, SentAt = now, NextAt = null, Reason = null };

    /// <summary>The mail will never be taken.</summary>
    public DigestDelivery Refuse(string reason) => this with { State = Refused, NextAt = null, Reason = reason };

    /// <summary>The attempt failed; it is made again by the <see cref="RetrySchedule"/>, or not any more.</summary>
    public DigestDelivery Fail(string reason, DateTimeOffset now, double jitter) =>
        RetrySchedule.After(Failures + 1, jitter) is { } pause
            ? this with { State = Waiting, Failures = Failures + 1, NextAt = now + pause, Reason = reason }
            : this with { State = Failed, Failures = Failures + 1, NextAt = null, Reason = reason };

    private DigestDelivery Claim(DateTimeOffset now) => this with { State = Claimed, Attempt = Attempt + 1, ClaimedAt = now, NextAt = null };
}

/// <summary>What to do about a digest's mail.</summary>
public abstract record DigestStep
{
    private DigestStep()
    {
    }

    /// <summary>It is over.</summary>
    public sealed record Nothing : DigestStep;

    /// <summary>Look again at <paramref name="At"/>: somebody may be sending it.</summary>
    public sealed record Wait(DateTimeOffset At) : DigestStep;

    /// <summary>Store the claim, then send.</summary>
    public sealed record Send(DigestDelivery Claim) : DigestStep;

    /// <summary>Store that nobody knows.</summary>
    public sealed record GiveUp(DigestDelivery Delivery) : DigestStep;
}
