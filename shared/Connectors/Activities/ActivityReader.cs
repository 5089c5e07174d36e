using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>
/// Reads our own data shape: {owner, account, contact, deal, conversation, amount, currency, attributes, recordedAt}, and for deal types also
/// {stage, probability or probabilityPercent, margin, expectedCloseDate, lossReason}. Any other member is refused, so that a misspelt one
/// does not lose a fact silently; free facts belong in attributes. Null means absent, except in the fields of a deal, where it clears.
/// </summary>
internal static class ActivityReader
{
    private const string DataPointer = "/data";

    /// <param name="envelope">What surrounds the data.</param>
    /// <param name="data">The data; null is none.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="allowRecordedAt">True for imports by administrators, who may say when a fact was recorded.</param>
    public static ReadItem Read(ActivityEnvelope envelope, JsonElement? data, DateTimeOffset now, bool allowRecordedAt)
    {
        var errors = envelope.Errors;
        var activity = new Activity
        {
            Source = envelope.Source,
            Key = envelope.Key,
            Type = envelope.Type ?? string.Empty,
            OccurredAt = envelope.OccurredAt ?? default,
            ReceivedAt = now,
        };

        var isDeal = envelope.Type is not null && ActivityTypes.IsDealChange(envelope.Type);
        if (data is { ValueKind: JsonValueKind.Object } facts)
        {
            var members = new JsonMembers(facts, DataPointer, errors);
            activity = isDeal ? DealChangeReader.Read(activity, members) : ReadPlain(activity, members);
            activity = activity with
            {
                Contact = members.TakeId("contact", ItemLimits.MaxId),
                Deal = members.TakeId("deal", ItemLimits.MaxId),
                Conversation = members.TakeId("conversation", ItemLimits.MaxId),
                Attributes = AttributeReader.Read(members, errors, $"{DataPointer}/attributes"),
                RecordedAt = RecordedAt(members, now, allowRecordedAt),
            };
            activity = activity with { Repaired = activity.RecordedAt is not null };

            // A type that is not understood does not say which members belong here.
            foreach (var name in envelope.Type is null ? [] : members.Rest.Keys.ToArray())
            {
                members.Problem(name, isDeal ? "Unknown here; free facts belong in attributes." : "Unknown here, or for deal types only; free facts belong in attributes.");
            }
        }
        else if (data is { ValueKind: not JsonValueKind.Null })
        {
            errors.Add(DataPointer, "An object is expected.");
        }

        if (isDeal && activity.Deal is null && !errors.All.Any(error => error.Pointer == $"{DataPointer}/deal"))
        {
            errors.Add($"{DataPointer}/deal", "Required for deal types.");
        }

        return errors.Any ? new RejectedItem(envelope.Index, errors.All) : new ReadActivity(envelope.Index, activity);
    }

    private static Activity ReadPlain(Activity activity, JsonMembers members)
    {
        var money = MoneyMembers.Take(members);
        return activity with
        {
            Owner = members.TakeId("owner", ItemLimits.MaxId),
            Account = members.TakeId("account", ItemLimits.MaxId),
            Amount = money.Amount,
            Currency = money.Currency,
        };
    }

    private static DateTimeOffset? RecordedAt(JsonMembers members, DateTimeOffset now, bool isAllowed)
    {
        const string name = "recordedAt";
        if (members.TakeValue(name) is not { } value)
        {
            return null;
        }

        if (!isAllowed)
        {
            members.Problem(name, "Only an administrator's import may say when a fact was recorded.");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || Rfc3339.Parse(value.GetString()!) is not { } at)
        {
            members.Problem(name, InstantDetail);
            return null;
        }

        if (TimeBounds.RecordedProblem(at, now) is { } problem)
        {
            members.Problem(name, problem);
        }

        return at;
    }

    /// <summary>Said of a time that cannot be read.</summary>
    public const string InstantDetail = "An RFC 3339 date-time with an offset is expected, such as 2026-03-01T09:30:00Z.";
}
