using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>Where a deal and what follows from it are stored.</summary>
public static class DealDocuments
{
    /// <summary>The folded record's id in its own partition.</summary>
    public const string RecordId = "record";

    public const string RecordKind = "record";

    /// <summary>In an identity's partition: a record it ever owned.</summary>
    public const string PointerKind = "pointer";

    /// <summary>In a person's partition: a deal in their pipeline, ordered by expected close date.</summary>
    public const string OpenKind = "open";

    /// <summary>In a person's partition: a deal that is not in their pipeline.</summary>
    public const string ContributionKind = "contribution";

    /// <summary>In a person's partition: a call, meeting or task that counts; the activity that it counts as stands beside it.</summary>
    public const string CountedKind = "counted";

    /// <summary>A record that means nothing for the person, or no longer.</summary>
    public const string NoContributionKind = "nocontribution";

    /// <summary>In a person's partition: a credit, ordered by its date.</summary>
    public const string CreditKind = "credit";

    /// <summary>A credit that is no more.</summary>
    public const string NoCreditKind = "nocredit";

    /// <summary>Open deals without an expected close date sort behind all others.</summary>
    public static readonly DateTimeOffset Undated = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string ContributionId(string source, string deal) => $"contribution~{Key.Of(source, deal)}";

    public static string ContributionId(RecordKey key) =>
        key.Type == ActivityTypes.Deal ? ContributionId(key.Source, key.Id) : $"contribution~{Key.Of(key.Source, key.Type, key.Id)}";

    public static string CreditId(string source, string deal) => $"credit~{Key.Of(source, deal)}";

    /// <summary>Dates order ranges as if they were midnight UTC.</summary>
    public static DateTimeOffset At(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public static Document Record(string pk, DealRecord record) =>
        TypedDocuments.New(pk, RecordId, RecordKind, TypedDocuments.Timeless, record);

    public static Document Pointer(string source, string owner, RecordPointer pointer)
    {
        var pk = Partitions.Who(source, owner);
        return TypedDocuments.New(pk, $"pointer~{Key.Of(pointer.Type, pointer.Id)}", PointerKind, TypedDocuments.Timeless, pointer);
    }

    public static Document Contribution(string pk, Contribution contribution) => TypedDocuments.New(
        pk,
        ContributionId(new RecordKey(contribution.Source, contribution.Type ?? ActivityTypes.Deal, contribution.Deal)),
        contribution switch { { Open: not null } => OpenKind, { Counted: not null } => CountedKind, { Events.Count: 0, Credit: null } => NoContributionKind, _ => ContributionKind },
        contribution.Open is { } open ? (open.ExpectedCloseDate is { } date ? At(date) : Undated) : contribution.Events.Count > 0 ? contribution.Events[0].At : TypedDocuments.Timeless,
        contribution);
}

/// <summary>A record that an identity owned at some time.</summary>
public sealed record RecordPointer(string Type, string Id);
