using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>What an opportunity's event says of the deal.</summary>
internal static class SalesforceDeals
{
    /// <summary>A record type has a sales process of its own.</summary>
    public const string Pipeline = "RecordTypeId";

    public static readonly (string Name, string Field, DealEvent.Reading Read)[] Fields =
    [
        ("StageName", RecordFields.Stage, FieldText.Id),
        ("Amount", RecordFields.Amount, FieldText.Amount),
        ("CurrencyIsoCode", RecordFields.Currency, FieldText.Currency),
        ("Probability", RecordFields.Probability, FieldText.Percent),
        ("CloseDate", RecordFields.ExpectedCloseDate, SalesforceTime.Date),
        ("OwnerId", RecordFields.Owner, FieldText.Id),
        ("AccountId", RecordFields.Account, FieldText.Id),
    ];

    public static IEnumerable<ReadItem> Read(SalesforceEvent happened, Source source)
    {
        var errors = new ReadErrors();
        var deal = new DealEvent(errors);
        foreach (var (name, field, read) in happened.Kind == SalesforceKind.Deleted ? [] : Mapped.In(source, Fields))
        {
            if (happened.Fields.TryGetValue(name, out var value))
            {
                deal.Set(field, value ?? string.Empty, $"{happened.Pointer}/{name}", read);
            }
        }

        deal.InPipeline(source, happened.Text(Pipeline));
        var created = happened.Kind == SalesforceKind.State ? happened.Time("CreatedDate") : null;
        var isCreated = happened.Kind == SalesforceKind.Created || (created is not null && created == happened.At);
        var closing = Closing(happened);
        var type = Type(happened, isCreated, closing);
        if (type is null && !deal.IsAny && !errors.Any)
        {
            return [new IgnoredItem(happened.Index, "None of its fields is used.")];
        }

        var item = deal.Read(happened.Index, Activity(happened) with { IsState = happened.Kind == SalesforceKind.State && type == ActivityTypes.DealReopened }, type);
        if (item is not ReadActivity)
        {
            return [item];
        }

        return isCreated && closing is ActivityTypes.DealWon or ActivityTypes.DealLost && !SaysStage(happened) ? [item, Also(happened, closing, happened.Key, happened.OccurredAt)]
            : created is { } at && !isCreated && TimeBounds.EffectiveProblem(at, happened.Now) is null ? [item, Also(happened, ActivityTypes.DealCreated, $"{happened.Entity}:{happened.RecordId}", at)]
            : [item];
    }

    /// <summary>The kind of event; null when its fields say it.</summary>
    private static string? Type(SalesforceEvent happened, bool isCreated, string? closing) => happened.Kind switch
    {
        SalesforceKind.Deleted => ActivityTypes.DealDeleted,
        SalesforceKind.Restored => ActivityTypes.DealReopened,
        _ when isCreated => ActivityTypes.DealCreated,
        _ => closing,
    };

    /// <summary>
    /// What the closing flags say. Of a change only those come that changed: closed without a word about won was open before, and so is lost;
    /// no longer won without a word about closed went from won to lost. A state must say both; one that is not closed is open, whatever it was before.
    /// </summary>
    private static string? Closing(SalesforceEvent happened) => (happened.ChangedFlag("IsClosed"), happened.ChangedFlag("IsWon"), happened.Kind) switch
    {
        (_, true, _) => ActivityTypes.DealWon,
        (true, false, _) or (true, null, SalesforceKind.Changed) or (null, false, SalesforceKind.Changed) => ActivityTypes.DealLost,
        (false, _, SalesforceKind.Changed or SalesforceKind.State) => ActivityTypes.DealReopened,
        _ => null,
    };

    private static bool SaysStage(SalesforceEvent happened) => happened.Text("StageName") is SalesforceDefaults.ClosedWon or SalesforceDefaults.ClosedLost;

    private static Activity Activity(SalesforceEvent happened) => new()
    {
        Source = happened.Source,
        Key = happened.Key,
        Type = string.Empty,
        OccurredAt = happened.OccurredAt,
        IsUndated = happened.At is null,
        ReceivedAt = happened.Now,
        Deal = happened.RecordId,
        Attributes = happened.ClearedUnread is { } unread ? new(StringComparer.Ordinal) { ["nulledFields"] = unread } : null,
    };

    /// <summary>A second thing that the event says: only that it happened, the fields are said already. One key has one content, whichever event says it.</summary>
    private static ReadItem Also(SalesforceEvent happened, string type, string key, DateTimeOffset at) => new DealEvent(new ReadErrors())
        .Read(happened.Index, Activity(happened) with { Key = $"{key}:{type}", OccurredAt = at, IsUndated = happened.At is null && type != ActivityTypes.DealCreated, Attributes = null }, type);
}
