using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>A deal property we use: which activity its change is, which field it sets, and how its text is read.</summary>
/// <param name="Type">The activity type. Currency counts as the amount's, probability and loss reason as the stage's.</param>
/// <param name="Field">One of <see cref="RecordFields"/>.</param>
/// <param name="Read">The canonical text, or the problem. Never called for an empty value, which clears the field.</param>
internal sealed record HubSpotDealProperty(string Type, string Field, HubSpotDealProperty.Reading Read)
{
    private const int LongestReason = 1_024;

    private static readonly Dictionary<string, HubSpotDealProperty> All = new(StringComparer.Ordinal)
    {
        ["dealstage"] = new(ActivityTypes.DealStageChanged, RecordFields.Stage, Id),
        ["hs_deal_stage_probability"] = new(ActivityTypes.DealStageChanged, RecordFields.Probability, Probability),
        ["closed_lost_reason"] = new(ActivityTypes.DealStageChanged, RecordFields.LossReason, Reason),
        ["amount"] = new(ActivityTypes.DealAmountChanged, RecordFields.Amount, Amount),
        ["deal_currency_code"] = new(ActivityTypes.DealAmountChanged, RecordFields.Currency, Currency),
        ["closedate"] = new(ActivityTypes.DealCloseDateChanged, RecordFields.ExpectedCloseDate, CloseDate),
        ["hubspot_owner_id"] = new(ActivityTypes.DealOwnerChanged, RecordFields.Owner, Id),
    };

    /// <summary>The canonical text; null with the problem.</summary>
    public delegate string? Reading(string value, out string? problem);

    /// <summary>Null for a property we do not use.</summary>
    public static HubSpotDealProperty? Named(string name) => All.GetValueOrDefault(name);

    private static string? Id(string value, out string? problem)
    {
        problem = PlainText.Problem(value, ItemLimits.MaxId);
        return value;
    }

    private static string? Amount(string value, out string? problem) =>
        DecimalText.ParseRounded(value, out problem) is { } amount ? CanonicalText.Of(amount) : null;

    private static string? Currency(string value, out string? problem)
    {
        problem = MoneyMembers.IsCurrency(value) ? null : "Three upper-case letters of ISO 4217 are expected.";
        return value;
    }

    private static string? Probability(string value, out string? problem)
    {
        if (DecimalText.ParseRounded(value, out problem) is not { } probability)
        {
            return null;
        }

        problem = probability is < 0m or > 1m ? "0 to 1 is expected." : null;
        return CanonicalText.Of(probability);
    }

    private static string? CloseDate(string value, out string? problem)
    {
        var date = HubSpotTime.ParseDate(value);
        problem = date is { } known ? TimeBounds.DateProblem(known) : "Milliseconds since 1970 or a date are expected.";
        return date is { } read ? CanonicalText.Of(read) : null;
    }

    /// <summary>Free text of several lines: line ends become spaces, and what is too long is cut.</summary>
    private static string? Reason(string value, out string? problem)
    {
        var line = string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        if (line.Length > LongestReason)
        {
            line = line[..(char.IsHighSurrogate(line[LongestReason - 1]) ? LongestReason - 1 : LongestReason)];
        }

        problem = null;
        return line.Length == 0 ? null : line;
    }
}
