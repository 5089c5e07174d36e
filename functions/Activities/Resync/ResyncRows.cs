using System.Text;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Compares the rows of a part with what is held and sends what is missing to ingestion, some hundred at a time, so that memory does not grow with the part. After each it is noted
/// how far the part is: there it goes on, whoever stopped. Sent twice a row changes nothing: ingestion counts an event once.
/// </summary>
public sealed class ResyncRows(
    IDocumentStore store, IMessageBus bus, ResyncUploads uploads, ResyncTurns turns, StoredOwners owners, HeldActivities heldActivities, IngestPace pace, ModelDirectory directory, TimeProvider time)
{
    private const int AtOnce = 8;
    private const int RowsAtOnce = 500;

    /// <summary>Changes that are on their way, of which it is known what they come to. Beyond that they are waited for.</summary>
    private const int MaxTold = 5_000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>What became of the part's rows.</summary>
    /// <exception cref="ProblemException">409: the upload has ended. 503: ingestion is behind, or the part takes too long, or was taken up by another request; sent again it goes on.</exception>
    public async Task<ResyncPart> TakeAsync(
        ResyncUpload upload, Source settings, Stored<ResyncPart> stored, Stored<ResyncTurn> turn, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            var began = pace.Begin();
            await pace.SettleAsync(cancellationToken);
            var places = await HeldPlaces.LoadAsync(store, (await directory.GetAsync(cancellationToken)).Model, upload.Source, cancellationToken);
            var (part, tally, told) = (new UploadedPart(upload, stored.Value.Number), new ResyncTally(stored.Value), new ToldChanges());
            var reader = new ImportReader(upload.Source, upload.Mapping, upload.Columns, upload.ExportedAt, stored.Value.ReceivedAt);
            foreach (var rows in ComparedRows.Of(reader, bytes, stored.Value.Line).Skip(checked((int)stored.Value.Rows)).Chunk(RowsAtOnce))
            {
                turn = await GoOnAsync(upload, turn, began, cancellationToken);
                if (told.Count > MaxTold)
                {
                    await pace.SettleAsync(cancellationToken);
                    told.Clear();
                }

                var messages = await CompareAsync(rows, settings, part, places, tally, told, cancellationToken);
                if (messages.Count > 0)
                {
                    await pace.WaitAsync(began, cancellationToken);

                    // Comparing and waiting may have outlasted the turn: then another part may have told the same meanwhile.
                    turn = await turns.RenewAsync(turn, cancellationToken) ?? throw Elsewhere();
                    await bus.SendAsync(Queues.IngestActivities, messages, cancellationToken);
                }

                stored = await NoteAsync(isDone: false);
            }

            return (await NoteAsync(isDone: true)).Value;

            async Task<Stored<ResyncPart>> NoteAsync(bool isDone) => await uploads.WriteAsync(upload, stored, tally.Part(isDone), cancellationToken) ?? throw Elsewhere();
        }
        finally
        {
            await turns.EndAsync(turn);
        }
    }

    private async Task<Stored<ResyncTurn>> GoOnAsync(ResyncUpload upload, Stored<ResyncTurn> turn, long began, CancellationToken cancellationToken)
    {
        pace.Check(began);
        return await uploads.ReadAsync(upload.Source, upload.Id, cancellationToken) is { Value: { State: not ResyncUpload.Open } ended }
            ? throw Problems.Conflict($"The upload is {ended.State}: the part stops where it is.").ToException()
            : await turns.RenewAsync(turn, cancellationToken) ?? throw Elsewhere();
    }

    private static ProblemException Elsewhere() => Problems.Later(Again, "The part was taken up by another request.").ToException();

    /// <summary>The messages that say what is missing.</summary>
    private async Task<List<BusMessage>> CompareAsync(
        ImportedRow[] rows, Source settings, UploadedPart part, HeldPlaces places, ResyncTally tally, ToldChanges told, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var standing = new Dictionary<IdentityKey, string>();
        var messages = new List<BusMessage>(rows.Length);
        var (activities, deals, parts) = (new List<ImportedActivity>(rows.Length), new List<ImportedDeal>(), new List<(ImportedActivity Row, RecordName Record)>());
        var connector = ConnectorRegistry.For(settings.Provider);
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
                    var named = part.Named(activity with { Activity = await owners.ReplaceAsync(activity.Activity, model, standing, cancellationToken) });
                    if (named.IsByContent && connector?.KeyOf(named, settings) is { } key)
                    {
                        named = named with { Activity = named.Activity with { Key = key } };
                    }

                    if (connector?.RecordOf(named, settings) is { } record)
                    {
                        parts.Add((named, record));
                    }
                    else
                    {
                        activities.Add(named);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"Nobody knows what to do with {row.GetType().Name}.");
            }
        }

        var held = await RecordsAsync(settings.Id, [.. parts.Select(row => row.Record).Distinct()], told, cancellationToken);
        foreach (var activity in activities.Count == 0 ? [] : await heldActivities.MissingAsync(activities, part, places, tally, cancellationToken))
        {
            Add(activity.Line, [activity.Activity]);
        }

        foreach (var (row, name) in parts)
        {
            if (ActivityRepair.Missing(held[name], row.Activity, name) is not { } missing)
            {
                tally.Hold();
            }
            else if (Add(row.Line, [missing]))
            {
                told.Add(name.Type, name.Id, [missing]);
                held[name] = DealFold.Add(held[name], settings.Id, name.Id, [missing], name.Type);
            }
        }

        var records = await RecordsAsync(settings.Id, [.. deals.Select(deal => NameOf(deal.Deal)).Distinct()], told, cancellationToken);
        var context = DealContext.Of(model, settings.Id, time.GetUtcNow());
        foreach (var (line, deal) in deals.Select(deal => (deal.Line, deal.Deal)))
        {
            var missing = DealRepair.Missing(records[NameOf(deal)], deal, context.Stage);
            if (missing.Count == 0)
            {
                tally.Hold();
            }
            else if (Add(line, missing))
            {
                told.Add(ActivityTypes.Deal, deal.Deal, missing);
                records[NameOf(deal)] = DealFold.Add(records[NameOf(deal)], deal.Source, deal.Deal, missing);
            }
        }

        return messages;

        bool Add(long line, IReadOnlyList<Activity> activities)
        {
            BusMessage[] made = [.. activities.Select(activity => Envelopes.Message(ActivityEnvelope.Type, activity, tally.ReceivedAt))];
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

    private static RecordName NameOf(DealSnapshot deal) => new(ActivityTypes.Deal, deal.Deal);

    /// <summary>The records as they are stored now, with what this part told of them.</summary>
    private async Task<Dictionary<RecordName, DealRecord?>> RecordsAsync(string source, IReadOnlyCollection<RecordName> names, ToldChanges told, CancellationToken cancellationToken)
    {
        var records = new Dictionary<RecordName, DealRecord?>();
        await Parallel.ForEachAsync(names, Several.AtOnce(AtOnce, cancellationToken), async (name, stop) =>
        {
            var stored = await store.ReadAsync<DealRecord>(Partitions.Record(source, name.Type, name.Id), DealDocuments.RecordId, stop);
            var changes = told.Of(name.Type, name.Id);
            lock (records)
            {
                records[name] = changes.Count == 0 ? stored?.Value : DealFold.Add(stored?.Value, source, name.Id, changes, name.Type);
            }
        });
        return records;
    }

    /// <summary>A row's owner as it is stored: what is compared with is.</summary>
    private async Task<ImportedDeal> ReplaceAsync(ImportedDeal row, Model model, Dictionary<IdentityKey, string> standing, CancellationToken cancellationToken)
    {
        var asActivity = new Activity { Source = row.Deal.Source, Key = "", Type = "", OccurredAt = row.Deal.At, Fields = row.Deal.Fields };
        var replaced = await owners.ReplaceAsync(asActivity, model, standing, cancellationToken);
        return ReferenceEquals(replaced, asActivity) ? row : row with { Deal = row.Deal with { Fields = replaced.Fields! } }; // it has some
    }
}
