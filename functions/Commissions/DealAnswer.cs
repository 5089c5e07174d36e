using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Functions.Commissions;

/// <summary>What was heard of a deal, and what it means for a person.</summary>
/// <param name="Changes">In the order they took effect.</param>
/// <param name="Credit">Null unless it is won and was the person's at the win.</param>
/// <param name="Open">Null unless it is open and the person's.</param>
public sealed record DealAnswer(string Person, string Source, string Deal, IReadOnlyList<DealHeard> Changes, Credit? Credit, OpenDeal? Open)
{
    public static DealAnswer Of(Model model, string person, DealRecord record, Contribution means) =>
        new(person, record.Source, record.Id, [.. record.Changes.Select(change => Heard(model, record.Source, change))], means.Credit, means.Open);

    /// <summary>Owners are told as persons: what a source calls them may be a mail address.</summary>
    private static DealHeard Heard(Model model, string source, DealChange change) => new(
        change.Type,
        change.At,
        change.Recorded,
        change.Key,
        change.Fields is null ? [] : new SortedDictionary<string, string?>(change.Fields.Where(field => field.Key != RecordFields.Owner).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        change.Fields?.GetValueOrDefault(RecordFields.Owner) is { } owner ? model.PersonOf(source, owner) : null,
        change.Attributes ?? [],
        change.Repaired == true);
}

/// <summary>One message about a deal.</summary>
/// <param name="Type">The activity type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Recorded">When it was learnt.</param>
/// <param name="Key">The source's event key.</param>
/// <param name="Fields">What it set; null clears.</param>
/// <param name="Owner">The person it gave the deal to; null where it gave it to nobody known, or says nothing of owners.</param>
/// <param name="Attributes">What else it says.</param>
/// <param name="Repaired">Imported, or added afterwards.</param>
public sealed record DealHeard(
    string Type, DateTimeOffset At, DateTimeOffset Recorded, string Key, SortedDictionary<string, string?> Fields, string? Owner, SortedDictionary<string, string> Attributes, bool Repaired);
