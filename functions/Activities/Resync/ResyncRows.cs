using System.Text;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Compares the rows of a part with what is held and sends what is missing to ingestion, some hundred at a time, so that memory does not grow with the part. Sent twice it changes
/// nothing: ingestion counts an event once.
/// </summary>
public sealed class ResyncRows(IDocumentStore store, IMessageBus bus, StoredOwners owners, HeldActivities heldActivities, IngestPace pace, ModelDirectory directory, TimeProvider time)
{
    private const int AtOnce = 8;
    private const int RowsAtOnce = 500;

    /// <summary>Deals whose records are kept in memory for the rows that follow.</summary>
    private const int MaxRecords = 2_000;

    /// <summary>What became of the part's rows.</summary>
    public async Task<ResyncPart> TakeAsync(ResyncUpload upload, Source settings, ResyncPart part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var reader = new ImportReader(upload.Source, upload.Mapping, upload.Columns, upload.ExportedAt, part.ReceivedAt);
        var tally = new ResyncTally(part);
        var records = new Dictionary<string, DealRecord?>(StringComparer.Ordinal);
        foreach (var rows in reader.Read(bytes, part.Line).Chunk(RowsAtOnce))
        {
            var model = (await directory.GetAsync(cancellationToken)).Model;
            var standing = new Dictionary<IdentityKey, string>();
            var messages = new List<BusMessage>(rows.Length);
            var (activities, deals) = (new List<ImportedActivity>(rows.Length), new List<ImportedDeal>());
            foreach (var row in rows)
            {
                switch (row)
                {
                    case RejectedRow rejected:
                        tally.Reject(rejected.Line, rejected.Errors);
                        break;
                    case ImportedDeal deal:
                        deals.Add(await ReplaceAsync(deal, model, standing, cancellationToken));
                        break;
                    case ImportedActivity activity:
                        activities.Add(activity with { Activity = await owners.ReplaceAsync(activity.Activity, model, standing, cancellationToken) });
                        break;
                    default:
                        throw new InvalidOperationException($"Nobody knows what to do with {row.GetType().Name}.");
                }
            }

            foreach (var activity in await heldActivities.MissingAsync(activities, tally, cancellationToken))
            {
                Add(activity.Line, [activity.Activity]);
            }

            await LoadAsync(deals, records, cancellationToken);
            var context = DealContext.Of(model, settings.Id, time.GetUtcNow());
            foreach (var (line, deal) in deals.Select(deal => (deal.Line, deal.Deal)))
            {
                var missing = DealRepair.Missing(records[deal.Deal], deal, context.Stage);
                if (missing.Count == 0)
                {
                    tally.Hold();
                }
                else if (Add(line, missing))
                {
                    records[deal.Deal] = DealFold.Add(records[deal.Deal], deal.Source, deal.Deal, missing);
                }
            }

            if (messages.Count > 0)
            {
                await pace.WaitAsync(cancellationToken);
                await bus.SendAsync(Queues.IngestActivities, messages, cancellationToken);
            }

            bool Add(long line, IReadOnlyList<Activity> told)
            {
                BusMessage[] made = [.. told.Select(activity => Envelopes.Message(ActivityEnvelope.Type, activity, part.ReceivedAt))];
                if (made.Any(message => Encoding.UTF8.GetByteCount(message.Body) > ActivityIntake.MaxBytes))
                {
                    tally.Reject(line, [new ReadError("", "The row says more than a message holds.")]);
                    return false;
                }

                messages.AddRange(made);
                tally.Add();
                return true;
            }
        }

        return tally.Done();
    }

    /// <summary>Reads the records that are not in memory.</summary>
    private async Task LoadAsync(List<ImportedDeal> deals, Dictionary<string, DealRecord?> records, CancellationToken cancellationToken)
    {
        if (records.Count > MaxRecords)
        {
            records.Clear();
        }

        await Parallel.ForEachAsync(
            deals.Select(deal => deal.Deal).DistinctBy(deal => deal.Deal).Where(deal => !records.ContainsKey(deal.Deal)).ToList(),
            Several.AtOnce(AtOnce, cancellationToken),
            async (deal, stop) =>
            {
                var stored = await store.ReadAsync<DealRecord>(Partitions.Record(deal.Source, ActivityTypes.Deal, deal.Deal), DealDocuments.RecordId, stop);
                lock (records)
                {
                    records[deal.Deal] = stored?.Value;
                }
            });
    }

    /// <summary>A row's owner as it is stored: what is compared with is.</summary>
    private async Task<ImportedDeal> ReplaceAsync(ImportedDeal row, Model model, Dictionary<IdentityKey, string> standing, CancellationToken cancellationToken)
    {
        var asActivity = new Activity { Source = row.Deal.Source, Key = "", Type = "", OccurredAt = row.Deal.At, Fields = row.Deal.Fields };
        var replaced = await owners.ReplaceAsync(asActivity, model, standing, cancellationToken);
        return ReferenceEquals(replaced, asActivity) ? row : row with { Deal = row.Deal with { Fields = replaced.Fields! } }; // it has some
    }
}
