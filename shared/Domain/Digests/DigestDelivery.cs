using SalesPerf.Domain.Notifications;

namespace SalesPerf.Domain.Digests;

/// <summary>
/// A digest and how far its mail has come: the stored document <c>digest~{week}</c> of partition <c>rep~{manager}</c>. The mail goes the way of every
/// <see cref="Delivery"/>, claimed in the commit that keeps the content.
/// </summary>
public sealed record DigestDelivery
{
    /// <summary>Composed once: a second attempt sends the same.</summary>
    public required Digest Content { get; init; }

    /// <summary>One of <see cref="Delivery.States"/>.</summary>
    public required string State { get; init; }

    /// <summary>From 1; 0 while none was begun.</summary>
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

    /// <summary>When it ended without that.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was not, or not yet; no personal data.</summary>
    public string? Reason { get; init; }

    /// <summary>The same for every attempt.</summary>
    public required string MessageId { get; init; }

    /// <summary>The mail on its way, under an id of its own: what is announced once it was sent is another notification, which may be mailed too.</summary>
    public Delivery Mail() => new()
    {
        Notification = $"digest-{Content.Manager}-{Content.Week}",
        Type = NotificationTypes.DigestSent,
        At = MadeAt,
        Channel = DeliveryChannels.Email,
        Target = Content.Manager,
        State = State,
        Attempt = Attempt,
        Failures = Failures,
        MadeAt = MadeAt,
        ClaimedAt = ClaimedAt,
        NextAt = NextAt,
        EndedAt = SentAt ?? EndedAt,
        Reason = Reason,
    };

    /// <summary>The same digest with its mail that far.</summary>
    public DigestDelivery With(Delivery mail) => this with
    {
        State = mail.State,
        Attempt = mail.Attempt,
        Failures = mail.Failures,
        ClaimedAt = mail.ClaimedAt ?? ClaimedAt,
        NextAt = mail.NextAt,
        SentAt = mail.State == Delivery.Sent ? mail.EndedAt : null,
        EndedAt = mail.State == Delivery.Sent ? null : mail.EndedAt,
        Reason = mail.Reason,
    };
}
