namespace SalesPerf.Domain.Notifications;

/// <summary>
/// A notification on its way to somebody or something outside: the stored document <c>delivery~{notification}~{channel}~{target}</c>. Whoever is about to
/// hand it over claims it first; what they do after that is known only if they live to write it down.
/// </summary>
public sealed record Delivery
{
    /// <summary>Claimed by somebody who may still be at it.</summary>
    public const string Claimed = "claimed";

    /// <summary>To be tried, or tried again, at <see cref="NextAt"/>.</summary>
    public const string Waiting = "waiting";

    /// <summary>Handed over.</summary>
    public const string Sent = "sent";

    /// <summary>The other side will never take it.</summary>
    public const string Refused = "refused";

    /// <summary>Every try failed.</summary>
    public const string Failed = "failed";

    /// <summary>Two attempts ended without a word: it may have arrived once, twice or not at all.</summary>
    public const string Unknown = "unknown";

    /// <summary>There is no address to send it to.</summary>
    public const string NoAddress = "noAddress";

    /// <summary>Since it was announced the receiver stopped wanting it, or being the one to tell.</summary>
    public const string Unwanted = "unwanted";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> States { get; } = [Claimed, Waiting, Sent, Refused, Failed, Unknown, NoAddress, Unwanted];

    /// <summary>A claim this old is taken over; a younger one is left alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>After this many attempts without a word no further one is made.</summary>
    public const int MaxLost = 2;

    /// <summary>The notification's id.</summary>
    public required string Notification { get; init; }

    /// <summary>The notification's type.</summary>
    public required string Type { get; init; }

    /// <summary>When it was announced; the list is by this.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="DeliveryChannels"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>The person, or the webhook subscription, that it is for.</summary>
    public required string Target { get; init; }

    /// <summary>One of the constants.</summary>
    public required string State { get; init; }

    /// <summary>Attempts begun: from 1, or 0 while none was.</summary>
    public required int Attempt { get; init; }

    /// <summary>Of these, attempts that are known to have failed.</summary>
    public required int Failures { get; init; }

    /// <summary>When it was claimed first: the date of a mail.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When the attempt began.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it ended, one way or another.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why not, or not yet; no personal data.</summary>
    public string? Reason { get; init; }

    /// <summary>The first claim.</summary>
    public static Delivery Begin(Notification notification, string channel, string target, DateTimeOffset now) => new()
    {
        Notification = notification.Id,
        Type = notification.Type,
        At = notification.At,
        Channel = channel,
        Target = target,
        State = Claimed,
        Attempt = 1,
        Failures = 0,
        MadeAt = now,
        ClaimedAt = now,
    };

    /// <summary>What whoever finds this is to do.</summary>
    public DeliveryStep Next(DateTimeOffset now) => this switch
    {
        { State: Claimed, ClaimedAt: var since } when now - since < Patience => new DeliveryStep.Wait((since ?? now) + Patience),
        { State: Claimed } when Attempt - Failures < MaxLost => new DeliveryStep.Try(Claim(now)),
        { State: Claimed } => new DeliveryStep.GiveUp(this with { State = Unknown, EndedAt = now }),
        { State: Waiting, NextAt: { } next } when now < next => new DeliveryStep.Wait(next),
        { State: Waiting } => new DeliveryStep.Try(Claim(now)),
        _ => new DeliveryStep.Nothing(),
    };

    /// <summary>
    /// True when this, what became of a claim, is to be written over <paramref name="stored"/>: the claim is still there. Who was so slow that somebody else took
    /// over only says that it was sent.
    /// </summary>
    public bool MayReplace(Delivery stored) =>
        (stored.State == Claimed && stored.Attempt == Attempt && stored.ClaimedAt == ClaimedAt) || (State == Sent && stored.State != Sent);

    public Delivery Succeed(DateTimeOffset now) => this with { State = Sent, EndedAt = now, NextAt = null, Reason = null };

    /// <summary>Ends it: <paramref name="state"/> says how, <paramref name="reason"/> why.</summary>
    public Delivery End(string state, string reason, DateTimeOffset now) => this with { State = state, EndedAt = now, NextAt = null, Reason = reason };

    /// <summary>Instead of being tried it ends; the attempt counts as not begun.</summary>
    public Delivery Drop(string state, string reason, DateTimeOffset now) => End(state, reason, now) with { Attempt = Attempt - 1, ClaimedAt = null };

    /// <summary>Instead of being tried now it waits; the attempt counts as not begun.</summary>
    public Delivery Hold(DateTimeOffset until, string reason) => this with { State = Waiting, Attempt = Attempt - 1, ClaimedAt = null, NextAt = until, Reason = reason };

    /// <summary>The attempt failed; it is tried again by the <see cref="RetrySchedule"/>, not before <paramref name="earliest"/>, or not at all any more.</summary>
    public Delivery Fail(string reason, DateTimeOffset now, double jitter, DateTimeOffset? earliest = null) =>
        RetrySchedule.After(Failures + 1, jitter) is { } pause
            ? this with { State = Waiting, Failures = Failures + 1, NextAt = earliest > now + pause ? earliest : now + pause, Reason = reason }
            : this with { State = Failed, Failures = Failures + 1, EndedAt = now, NextAt = null, Reason = reason };

    private Delivery Claim(DateTimeOffset now) => this with { State = Claimed, Attempt = Attempt + 1, ClaimedAt = now, NextAt = null };
}

/// <summary>How notifications leave.</summary>
public static class DeliveryChannels
{
    public const string Email = "email";
    public const string Webhooks = "webhooks";

    public static IReadOnlyList<string> All { get; } = [Email, Webhooks];
}

/// <summary>What to do about a delivery.</summary>
public abstract record DeliveryStep
{
    private DeliveryStep()
    {
    }

    /// <summary>It is over.</summary>
    public sealed record Nothing : DeliveryStep;

    /// <summary>Look again at <paramref name="At"/>.</summary>
    public sealed record Wait(DateTimeOffset At) : DeliveryStep;

    /// <summary>Store the claim, then hand over.</summary>
    public sealed record Try(Delivery Claim) : DeliveryStep;

    /// <summary>Store that nobody knows.</summary>
    public sealed record GiveUp(Delivery Delivery) : DeliveryStep;
}
