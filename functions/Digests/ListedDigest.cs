using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;

namespace SalesPerf.Functions.Digests;

/// <summary>A digest's mail in the list of what was sent. Its states are those of every delivery.</summary>
internal static class ListedDigest
{
    public static Delivery Of(DigestDelivery digest) => new()
    {
        Notification = NotificationId(digest.Content),
        Type = NotificationTypes.DigestSent,
        At = digest.MadeAt,
        Channel = DeliveryChannels.Email,
        Target = digest.Content.Manager,
        State = digest.State,
        Attempt = digest.Attempt,
        Failures = digest.Failures,
        MadeAt = digest.MadeAt,
        ClaimedAt = digest.ClaimedAt,
        NextAt = digest.NextAt,
        EndedAt = digest.SentAt,
        Reason = digest.Reason,
    };

    /// <summary>What is announced once it was mailed goes by the same id.</summary>
    public static string NotificationId(Digest digest) => $"digest-{digest.Manager}-{digest.Week}";
}
