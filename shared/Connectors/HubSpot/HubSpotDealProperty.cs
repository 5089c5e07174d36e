using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>A deal property we use: which activity its change is, which field it sets, and how its text is read.</summary>
/// <param name="Type">The activity type. Currency counts as the amount's, probability and loss reason as the stage's.</param>
/// <param name="Field">One of <see cref="RecordFields"/>.</param>
/// <param name="Read">The canonical text, or the problem. Never called for an empty value, which clears the field.</param>
internal sealed record HubSpotDealProperty(string Type, string Field, HubSpotDealProperty.Reading Read)
{
    private static readonly Dictionary<string, HubSpotDealProperty> All = new(StringComparer.Ordinal)
    {
        ["dealstage"] = new(ActivityTypes.DealStageChanged, RecordFields.Stage, FieldText.Id),
        ["hs_deal_stage_probability"] = new(ActivityTypes.DealStageChanged, RecordFields.Probability, FieldText.Probability),
        ["closed_lost_reason"] = new(ActivityTypes.DealStageChanged, RecordFields.LossReason, FieldText.Reason),
        ["amount"] = new(ActivityTypes.DealAmountChanged, RecordFields.Amount, FieldText.Amount),
        ["deal_currency_code"] = new(ActivityTypes.DealAmountChanged, RecordFields.Currency, FieldText.Currency),
        ["closedate"] = new(ActivityTypes.DealCloseDateChanged, RecordFields.ExpectedCloseDate, CloseDate),
        ["hubspot_owner_id"] = new(ActivityTypes.DealOwnerChanged, RecordFields.Owner, FieldText.Id),
    };

    /// <summary>The canonical text; null with the problem.</summary>
    public delegate string? Reading(string value, out string? problem);

    /// <summary>Field → property, as a new account has them.</summary>
    public static IReadOnlyDictionary<string, string> Fields { get; } = All.ToDictionary(property => property.Value.Field, property => property.Key, StringComparer.Ordinal);

    /// <summary>Null for a property we do not use.</summary>
    public static HubSpotDealProperty? Named(string name, Source source)
    {
        var own = All.GetValueOrDefault(name);
        if (Mapped.FieldOf(source, name) is not { } field)
        {
            return own is null || source.Mapping?.Fields?.ContainsKey(own.Field) == true ? null : own;
        }

        return own?.Field == field ? own
            : All.Values.FirstOrDefault(property => property.Field == field)
            ?? new(field == RecordFields.Margin ? ActivityTypes.DealAmountChanged : ActivityTypes.DealStageChanged, field, field == RecordFields.Margin ? FieldText.Amount : FieldText.Id);
    }

    private static string? CloseDate(string value, out string? problem)
    {
        var date = HubSpotTime.ParseDate(value);
        problem = date is { } known ? TimeBounds.DateProblem(known) : "Milliseconds since 1970 or a date are expected.";
        return date is { } read ? CanonicalText.Of(read) : null;
    }
}
