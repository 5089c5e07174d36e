using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.MsGraph;

/// <summary>
/// Makes an activity of a notification. It says that a message appeared or changed, hardly ever that it was sent: that is known only where the subscription is one to the sent items, which its
/// clientState says, or the resource names them, or where the message comes along and its author is the mailbox it is in.
/// </summary>
internal static class MsGraphNotification
{
    /// <summary>Said of a notification without the source's secret.</summary>
    public const string Stranger = "Its clientState is not the source's secret.";

    private const string Data = "resourceData";

    /// <summary>Paths of folders and messages are long.</summary>
    private const int LongestResource = 2_048;

    public static ReadItem Read(int index, JsonElement item, string sourceId, bool isOfSentItems, DateTimeOffset now)
    {
        if (item.TextAt("lifecycleEvent") is { } lifecycle)
        {
            return new IgnoredItem(index, lifecycle switch
            {
                "reauthorizationRequired" => "The subscription ends unless it is renewed and authorised anew.",
                "subscriptionRemoved" => "The subscription is gone: make it again, and fetch what came since by a delta query.",
                "missed" => "Graph could not deliver notifications: fetch them by a delta query.",
                _ => "It is about the subscription, not about mail.",
            });
        }

        var facts = new PayloadFacts(item, new ReadErrors());
        var resource = facts.Require(LongestResource, "resource") is { } path ? MsGraphResource.Of(path) : null;
        var change = facts.RequireId("changeType");
        if (facts.Errors.Any)
        {
            return new RejectedItem(index, facts.Errors.All);
        }

        if (resource is null)
        {
            return new IgnoredItem(index, "Only messages are used.");
        }

        if (change == "deleted")
        {
            return new IgnoredItem(index, "A message that is deleted was sent all the same.");
        }

        return IsSent(item, resource, change!, isOfSentItems) ? Sent(index, facts, resource, sourceId, now)
            : new IgnoredItem(index, item.At("encryptedContent") is { ValueKind: JsonValueKind.Object }
                ? "The message is encrypted for a certificate that is not kept here: fetch it (parentFolderId, isDraft, sentDateTime, from, conversationId) to learn whether it was sent or is a reply."
                : "Whether it was sent, received or drafted is not said: subscribe to the sent items with .sent after the secret, or fetch it (parentFolderId, isDraft, sentDateTime, from, conversationId).");
    }

    private static bool IsSent(JsonElement item, MsGraphResource resource, string change, bool isOfSentItems) =>
        item.FlagAt(Data, "isDraft") != true
        && (((isOfSentItems || resource.IsInSentItems) && change == "created")
            || (item.TextAt(Data, "sentDateTime") is not null && item.TextAt(Data, "from", "emailAddress", "address") is { } author
                && string.Equals(author, resource.Mailbox, StringComparison.OrdinalIgnoreCase)));

    private static ReadItem Sent(int index, PayloadFacts facts, MsGraphResource resource, string sourceId, DateTimeOffset now)
    {
        var id = facts.Text(LongestResource, Data, "id") ?? resource.Message;
        var sent = facts.Time(ProviderTime.Iso, now, Data, "sentDateTime");
        return facts.Item(index, new Activity
        {
            Source = sourceId,
            Key = MsGraphResource.Key(id),
            Type = ActivityTypes.EmailSent,
            OccurredAt = sent ?? now,
            IsUndated = sent is null,
            ReceivedAt = now,
            Owner = resource.Mailbox?.ToLowerInvariant(),
            Conversation = facts.Id(Data, "conversationId"),
        });
    }
}
