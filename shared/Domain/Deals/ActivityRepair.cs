using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// Compares a row of an export that says a call, meeting or task was done with what the messages of it come to, and says which change is missing. One that counts for somebody lacks none,
/// whoever the row names; one that is deleted stays deleted.
/// </summary>
public static class ActivityRepair
{
    /// <summary>The change that is missing, marked as repaired; null when the row says nothing new.</summary>
    /// <param name="record">What is held; null is nothing.</param>
    /// <param name="row">What the row says was done.</param>
    /// <param name="name">The record it is of.</param>
    public static Activity? Missing(DealRecord? record, Activity row, RecordName name)
    {
        var held = record is null ? null : ActivityFold.Fold(record, DateTimeOffset.MaxValue);
        if (record is not null && (ActivityFold.IsDeleted(record) || held?.Owner is not null || (held is not null && row.Owner is null)))
        {
            return null;
        }

        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        Set(RecordFields.Owner, row.Owner);
        if (held is null)
        {
            Set(RecordFields.CountsAs, row.Type);
            Set(RecordFields.Done, RecordFields.True);
            Set(RecordFields.Account, row.Account);
            Set(RecordFields.Contact, row.Contact);
            Set(RecordFields.Deal, row.Deal);
            Set(RecordFields.Conversation, row.Conversation);
            Set(RecordFields.Amount, row.Amount is { } amount ? CanonicalText.Of(amount) : null);
            Set(RecordFields.Currency, row.Currency);
        }

        // Whose it was is said of the moment in which it was done, whatever the row's clock.
        var at = held?.OccurredAt ?? row.OccurredAt;
        var change = row with
        {
            Type = RecordChanges.Changed(name.Type),
            OccurredAt = at,
            RecordType = name.Type,
            Record = name.Id,
            Fields = fields,
            Attributes = held is null ? row.Attributes : null,
            Account = null,
            Contact = null,
            Deal = null,
            Conversation = null,
            Amount = null,
            Currency = null,
        };
        var said = fields.Select(field => $"{field.Key}={field.Value}").Concat((change.Attributes ?? []).Select(pair => $"{pair.Key}:{pair.Value}"));
        change = change with { Key = string.Create(CultureInfo.InvariantCulture, $"state:{name.Type}:{name.Id}:{at.UtcTicks}:{Fingerprint.Of([.. said])}") };

        // What was said later stands: then the row changes nothing.
        var after = ActivityFold.Fold(DealFold.Add(record, row.Source, name.Id, [change], name.Type), DateTimeOffset.MaxValue);
        return after is null || (held is not null && after.Owner is null) ? null : change;

        void Set(string field, string? value)
        {
            if (value is not null)
            {
                fields[field] = value;
            }
        }
    }
}
