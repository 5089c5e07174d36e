using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>Reads what a deal type says of the record: a member that is absent leaves its field unchanged, null clears it.</summary>
internal static class DealChangeReader
{
    private const string ProbabilityPercent = "probabilityPercent";
    private const int LongestReason = 1_024;

    public static Activity Read(Activity activity, JsonMembers members)
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var money = MoneyMembers.Take(members);
        Set(fields, money.HasAmount, RecordFields.Amount, money.Amount is { } amount ? CanonicalText.Of(amount) : null);
        Set(fields, money.HasCurrency, RecordFields.Currency, money.Currency);
        Set(fields, members, RecordFields.Owner, name => members.TakeId(name, ItemLimits.MaxId));
        Set(fields, members, RecordFields.Account, name => members.TakeId(name, ItemLimits.MaxId));
        Set(fields, members, RecordFields.Stage, name => members.TakeId(name, ItemLimits.MaxId));
        Set(fields, members, RecordFields.LossReason, name => members.TakeText(name, LongestReason));
        Set(fields, members, RecordFields.Margin, name => Number(members, name) is { } margin ? CanonicalText.Of(margin) : null);
        Set(fields, members, RecordFields.ExpectedCloseDate, name => Date(members, name));
        SetProbability(fields, members);
        return activity with
        {
            RecordType = ActivityTypes.Deal,
            Fields = fields,
            Owner = fields.GetValueOrDefault(RecordFields.Owner),
            Account = fields.GetValueOrDefault(RecordFields.Account),
            Amount = money.Amount,
            Currency = money.Currency,
        };
    }

    private static void Set(SortedDictionary<string, string?> fields, bool isPresent, string name, string? value)
    {
        if (isPresent)
        {
            fields[name] = value;
        }
    }

    private static void Set(SortedDictionary<string, string?> fields, JsonMembers members, string name, Func<string, string?> take)
    {
        if (members.Has(name))
        {
            fields[name] = take(name);
        }
    }

    private static void SetProbability(SortedDictionary<string, string?> fields, JsonMembers members)
    {
        if (members.Has(RecordFields.Probability) && members.Has(ProbabilityPercent))
        {
            members.Problem(ProbabilityPercent, "Give either probability or probabilityPercent.");
        }

        Set(fields, members, RecordFields.Probability, name => Share(members, name, 1m));
        if (members.Has(ProbabilityPercent))
        {
            fields[RecordFields.Probability] = Share(members, ProbabilityPercent, 100m);
        }
    }

    private static string? Share(JsonMembers members, string name, decimal whole)
    {
        if (Number(members, name) is not { } value)
        {
            return null;
        }

        if (value < 0m || value > whole)
        {
            members.Problem(name, $"0 to {CanonicalText.Of(whole)} is expected.");
            return null;
        }

        return CanonicalText.Of(value / whole);
    }

    private static decimal? Number(JsonMembers members, string name) =>
        members.TakeValue(name) is { } value ? MoneyMembers.Decimal(members, name, value) : null;

    private static string? Date(JsonMembers members, string name)
    {
        if (members.TakeValue(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || Rfc3339.ParseDate(value.GetString()!) is not { } date)
        {
            members.Problem(name, "A date such as 2026-03-31 is expected.");
            return null;
        }

        if (TimeBounds.DateProblem(date) is { } problem)
        {
            members.Problem(name, problem);
        }

        return CanonicalText.Of(date);
    }
}
