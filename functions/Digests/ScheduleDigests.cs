using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Digests;

/// <summary>
/// Every quarter of an hour: asks for the digest of every manager whose Monday morning has come and who has none yet. What is stored says who has, so
/// nothing needs to be remembered between firings, and each makes up for those missed in the last two days.
/// </summary>
public sealed class ScheduleDigests(ModelDirectory directory, IDocumentStore store, IMessageBus bus, TimeProvider time)
{
    private const string Cron = "0 */15 * * * *";

    [Function(nameof(ScheduleDigests))]
    public async Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        var calendar = ScorecardInputs.Calendar(model, now);
        var byZone = new Dictionary<string, DueDigest>(StringComparer.Ordinal);
        var messages = new List<BusMessage>();
        foreach (var person in model.PeopleAt(DateOnly.FromDateTime(now.UtcDateTime)))
        {
            var zone = model.ZoneOf(person.Id, DateOnly.FromDateTime(now.UtcDateTime));
            if (!byZone.TryGetValue(zone, out var due))
            {
                byZone[zone] = due = DigestSchedule.Latest(calendar, LocalTime.Zone(zone), now);
            }

            if (due.IsInTime(now)
                && model.PeopleUnder(person.Id, ScorecardInputs.Today(model, person.Id, now)).Count > 0
                && await store.ReadAsync(Partitions.Rep(person.Id), DigestDocuments.Id(due.Week.Id), cancellationToken) is null)
            {
                messages.Add(Envelopes.Message(SendDigest.Type, new DigestKey(person.Id, due.Week.Id), now));
            }
        }

        foreach (var some in messages.Chunk(100))
        {
            await bus.SendAsync(Queues.SendDigest, some, cancellationToken);
        }
    }
}
