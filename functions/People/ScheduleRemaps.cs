using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People;

/// <summary>
/// Every hour: asks for the remap of each source whose events mean something else today than when it was remapped last, since a version written
/// earlier may begin today. What is stored says what each was remapped for, so that nothing is missed however long nothing ran.
/// </summary>
public sealed class ScheduleRemaps(ModelDirectory directory, IDocumentStore store, IMessageBus bus, TimeProvider time)
{
    private const string Cron = "0 10 * * * *";
    private const string Kind = "remapped";

    private static readonly string Pk = Key.Of("schedule", nameof(ScheduleRemaps));

    [Function(nameof(ScheduleRemaps))]
    public async Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        var today = model.Today(now);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<RemappedSource>(new RangeQuery(Pk, Kind, Size: 1000), cancellationToken))
        {
            known[stored.Value.Source] = stored.Value.Meaning;
        }

        foreach (var source in model.Sources.Keys.Order(StringComparer.Ordinal))
        {
            var meaning = SourceMeaning.Of(model.SettingsOf(source, today));
            if (known.GetValueOrDefault(source) != meaning)
            {
                await bus.SendAsync(Queues.RemapSource, [FollowOn.Remap(new SourceKey(source)).Message(now, null)], cancellationToken);
                await store.CommitAsync(
                    new DocumentBatch(Pk).Upsert(TypedDocuments.New(Pk, Key.Of(source), Kind, TypedDocuments.Timeless, new RemappedSource(source, meaning))), cancellationToken);
            }
        }
    }
}

/// <summary>What a source's events meant when the schedule last asked for its remap.</summary>
/// <param name="Source">The source.</param>
/// <param name="Meaning">See <see cref="SourceMeaning"/>.</param>
public sealed record RemappedSource(string Source, string Meaning);
