using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People;

/// <summary>
/// Every hour: asks for the remap of each source whose events mean something else today than when it was remapped last, since a version written
/// earlier may begin today. What a remap leaves says what it was for, so that nothing is missed however long nothing ran.
/// </summary>
public sealed class ScheduleRemaps(ModelDirectory directory, IDocumentStore store, IMessageBus bus, TimeProvider time)
{
    private const string Cron = "0 10 * * * *";

    [Function(nameof(ScheduleRemaps))]
    public async Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        var today = model.Today(now);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<RemappedSource>(new RangeQuery(RemappedSource.Pk, RemappedSource.Kind, Size: 1000), cancellationToken))
        {
            known[stored.Value.Source] = stored.Value.Meaning;
        }

        BusMessage[] messages = [.. model.Sources.Keys
            .Where(source => known.GetValueOrDefault(source) != SourceMeaning.Of(model.SettingsOf(source, today)))
            .Order(StringComparer.Ordinal)
            .Select(source => FollowOn.Remap(new SourceKey(source)).Message(now, null))];
        if (messages.Length > 0)
        {
            await bus.SendAsync(Queues.RemapSource, messages, cancellationToken);
        }
    }
}
