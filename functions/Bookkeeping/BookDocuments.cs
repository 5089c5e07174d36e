using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Where the books are stored: a person's in their own partition, the organisation's beside the calendar.</summary>
public static class BookDocuments
{
    public const string ClosedKind = "closed-month";
    public const string SnapshotKind = "snapshot";
    public const string LedgerKind = "ledger";
    public const string PostedKind = "posted";
    public const string ManifestKind = "manifest";
    public const string ChainKind = "chain";

    /// <summary>Where pay goes on from.</summary>
    public const string PostedId = "posted";

    /// <summary>The organisation's books.</summary>
    public static string Organisation => ResourceKinds.Calendars.Partition;

    public static string ClosedId(string month) => $"closed~{Key.Component(month)}";

    public static string SnapshotId(string payPeriod) => $"snapshot~{Key.Component(payPeriod)}";

    public static string LedgerId(string month) => $"ledger~{Key.Component(month)}";

    public static string ManifestId(string month, int number) => FormattableString.Invariant($"manifest~{Key.Component(month)}~{number:0000}");

    public static string ChainId(long seq) => FormattableString.Invariant($"chain~{seq:000000000000}");

    public static Document Closed(string pk, ClosedMonth month) => TypedDocuments.New(pk, ClosedId(month.Period), ClosedKind, TypedDocuments.Timeless, month);

    public static Document Snapshot(string pk, StatementSnapshot snapshot) =>
        TypedDocuments.New(pk, SnapshotId(snapshot.Period), SnapshotKind, TypedDocuments.Timeless, snapshot);

    /// <summary>Ordered by the month's first day.</summary>
    public static Document Ledger(string pk, LedgerMonth month, DateOnly start) => TypedDocuments.New(pk, LedgerId(month.Period), LedgerKind, DealDocuments.At(start), month);

    public static Document ManifestPart(ManifestPart part) =>
        TypedDocuments.New(Organisation, ManifestId(part.Period, part.Number), ManifestKind, TypedDocuments.Timeless, part);

    public static Document Chain(string pk, ChainedEntry entry) => TypedDocuments.New(pk, ChainId(entry.Entry.Seq), ChainKind, TypedDocuments.Timeless, entry);
}
