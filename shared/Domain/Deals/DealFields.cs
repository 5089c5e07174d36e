using System.Globalization;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Deals;

/// <summary>Applies the fields of a change. Unreadable values clear nothing: connectors only pass canonical text.</summary>
internal static class DealFields
{
    public static DealState Apply(DealState state, DealChange change)
    {
        foreach (var (name, value) in change.Fields ?? [])
        {
            state = name switch
            {
                RecordFields.Owner => state with { Owner = value },
                RecordFields.Account => state with { Account = value },
                RecordFields.Amount => state with { Amount = Number(value) },
                RecordFields.Currency => state with { Currency = value },
                RecordFields.Margin => state with { Margin = Number(value) },
                RecordFields.Stage => state with { Stage = value },
                RecordFields.Probability => state with { Probability = Number(value) },
                RecordFields.ExpectedCloseDate => state with { ExpectedCloseDate = Date(value) },
                RecordFields.LossReason => state with { LossReason = value },
                _ => state,
            };
        }

        if (change.Attributes is { Count: > 0 } attributes)
        {
            var merged = new SortedDictionary<string, string>(state.Attributes, StringComparer.Ordinal);
            foreach (var (name, value) in attributes)
            {
                merged[name] = value;
            }

            state = state with { Attributes = merged };
        }

        return state;
    }

    /// <summary>What an invoice or a payment says of itself: nothing of the deal changes by it.</summary>
    public static DealFact Fact(DealChange change) => new(
        change.Key,
        change.Type,
        change.At,
        Number(change.Fields?.GetValueOrDefault(RecordFields.Amount)) ?? 0m,
        change.Fields?.GetValueOrDefault(RecordFields.Currency),
        change.Fields?.GetValueOrDefault(RecordFields.Owner));

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static DateOnly? Date(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
