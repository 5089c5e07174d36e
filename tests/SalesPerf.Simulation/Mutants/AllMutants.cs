using SalesPerf.Functions;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.People;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Mutants;

/// <summary>Every mutant there is.</summary>
internal static class AllMutants
{
    private const string Pending = "pending";

    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(59);

    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("events are not created but written") { Writes = (operation, _, _) => operation is DocumentOperation.Create { Document: { Kind: ActivityDocuments.Kind } document } ? new DocumentOperation.Upsert(document) : operation },
        new("the ETag of a rollup is not looked at") { Writes = Overwrites(RollupDocuments.Kind, RollupDocuments.MetricKind) },
        new("the ETag of a record is not looked at") { Writes = Overwrites(DealDocuments.RecordKind) },
        new("the ETag of a deal rollup is not looked at") { Writes = Overwrites(DealRollupDocuments.Kind) },
        new("the ETags of contributions are not looked at") { Writes = Overwrites(DealDocuments.ContributionKind, DealDocuments.OpenKind, DealDocuments.NoContributionKind, DealDocuments.CreditKind, DealDocuments.NoCreditKind) },
        new("the ETag of a scorecard is not looked at") { Writes = Overwrites(ScorecardDocuments.Kind, ScorecardDocuments.UnsettledKind) },
        new("the ETag of a forecast is not looked at, and nobody looks again") { Writes = Overwrites(ForecastDocuments.LiveKind), LooksOnce = true },
        new("the ETag of a result is not looked at") { Writes = Overwrites(CalculatedDocuments.Kind) },
        new("a result is read after what it is computed from") { Writes = ReadLast(CalculatedDocuments.Kind) },
        new("nobody looks again at a forecast that was written") { LooksOnce = true },
        .. new[] { Queues.ApplyDeal, Queues.EvaluateCompetencies, Queues.ForecastCommissions, Queues.CalculateCommissions, Queues.RemapIdentity, Queues.RemapSource, Queues.CompleteForecast, Queues.SendDigest, Queues.ReleaseQuarantine, Queues.Notifications, Queues.DeliverEmail, Queues.DeliverWebhook, Queues.ClosePeriod, Queues.CompleteClose }
            .Select(queue => new Mutant($"nothing is sent to {queue}") { Loses = (name, _) => name == queue }),
        new("commands do not send their nudges ahead, to come after a minute") { Loses = (queue, delay) => queue != Queues.CompleteForecast && delay > Safety && delay < Safety + TimeSpan.FromSeconds(2) },
        new("the pending marker is not written") { Writes = Without(Pending) },
        new("the pending marker is deleted before the notification is published") { Writes = DeletesMarkersFirst },
        new("the tombstone of a contribution is not written") { Writes = Without(DealDocuments.NoContributionKind) },
        new("the tombstone of a credit is not written") { Writes = Without(DealDocuments.NoCreditKind) },
        new("a scorecard is read after what it is computed from") { Writes = ReadLast(ScorecardDocuments.Kind, ScorecardDocuments.UnsettledKind) },
        new("a contribution is read after what it is computed from") { Writes = ReadLast(DealDocuments.ContributionKind, DealDocuments.OpenKind, DealDocuments.NoContributionKind) },
        new("a forecast is read after what it is computed from, and nobody looks again") { Writes = ReadLast(ForecastDocuments.LiveKind), LooksOnce = true },
        new("a record is read after its changes") { Writes = ReadLast(DealDocuments.RecordKind) },
        new("the revision of a record is not carried") { Reads = Unversioned(DealDocuments.RecordKind) },
        new("the revision of an identity is not carried") { Reads = Unversioned(IdentityDocuments.Kind) },
        new("the revision of a credit is not carried") { Reads = Unversioned(DealDocuments.CreditKind, DealDocuments.OpenKind) },
        new("identities are read from a cache") { RemembersIdentities = TimeSpan.FromSeconds(90) },
        new("no pointer from an identity to its records is kept") { Writes = Without(DealDocuments.PointerKind) },
        new("a close writes over what is closed") { Writes = Rewrites(Books.Kind, BookDocuments.ClosedKind, BookDocuments.SnapshotKind, BookDocuments.LedgerKind, BookDocuments.PostedKind, BookDocuments.ManifestKind, BookDocuments.ChainKind) },
        new("the ETag of a person's month is not looked at") { Writes = Overwrites(Books.Kind) },
        new("what was posted is not kept") { Writes = Without(BookDocuments.PostedKind) },
        new("a message is completed before it is handled") { CompletesFirst = true },
    ];

    private static Func<DocumentOperation, string, World, DocumentOperation?> Overwrites(params string[] kinds) => (operation, _, _) =>
        operation is DocumentOperation.Replace { Document: var document } && kinds.Contains(document.Kind) ? new DocumentOperation.Upsert(document) : operation;

    private static Func<DocumentOperation, string, World, DocumentOperation?> Rewrites(params string[] kinds) => (operation, _, _) => operation switch
    {
        DocumentOperation.Create { Document: var document } when kinds.Contains(document.Kind) => new DocumentOperation.Upsert(document),
        DocumentOperation.Replace { Document: var document } when kinds.Contains(document.Kind) => new DocumentOperation.Upsert(document),
        _ => operation,
    };

    private static Func<DocumentOperation, string, World, DocumentOperation?> Without(string kind) => (operation, _, _) => operation switch
    {
        DocumentOperation.Create { Document: var document } when document.Kind == kind => null,
        DocumentOperation.Replace { Document: var document, ETag: var etag } when document.Kind == kind => new DocumentOperation.Delete(document.Id, etag),
        _ => operation,
    };

    /// <summary>As if it had been read just before the commit: whatever is there then is replaced by what was computed before.</summary>
    private static Func<DocumentOperation, string, World, DocumentOperation?> ReadLast(params string[] kinds) => (operation, pk, world) =>
    {
        var written = operation switch
        {
            DocumentOperation.Create { Document: var document } => document,
            DocumentOperation.Replace { Document: var document } => document,
            _ => null,
        };
        return written is null || !kinds.Contains(written.Kind) || world.Documents.Read(pk, operation.Id) is not { ETag: { } etag } there
            ? operation
            : new DocumentOperation.Replace(written with { Rev = there.Rev + 1 }, etag);
    };

    private static DocumentOperation? DeletesMarkersFirst(DocumentOperation operation, string pk, World world)
    {
        if (pk.StartsWith("feed~", StringComparison.Ordinal))
        {
            foreach (var marker in world.Documents.All.Where(document => document.Kind == Pending && document.Id == $"{Pending}~{operation.Id}").ToList())
            {
                world.Documents.Commit(new DocumentBatch(marker.Pk).Delete(marker.Id));
            }
        }

        return operation;
    }

    private static Func<Document, Document> Unversioned(params string[] kinds) => document => kinds.Contains(document.Kind) ? document with { Rev = 1 } : document;
}
