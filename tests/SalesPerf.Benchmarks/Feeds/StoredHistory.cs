using System.Globalization;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Benchmarks.Feeds;

/// <summary>Months of activities as they lie in the store, written straight into it: history that is there before something is measured.</summary>
internal static class StoredHistory
{
    private const int InABatch = 100;

    /// <summary>A month's activities of forty people, under keys of that month.</summary>
    public static IEnumerable<Activity> Month(string month, int eachPerson)
    {
        var start = MonthMetering.StartOf(month);
        var minutes = (int)(start.AddMonths(1) - start).TotalMinutes;
        for (var number = 0; number < eachPerson * ActivityFeed.People; number++)
        {
            yield return new Activity
            {
                Source = ActivityFeed.Source,
                Key = string.Create(CultureInfo.InvariantCulture, $"{month}-{number}"),
                Type = number % 3 == 0 ? ActivityTypes.CallCompleted : ActivityTypes.EmailSent,
                OccurredAt = start.AddMinutes(number * 7L % minutes),
                ReceivedAt = start.AddMinutes(number * 7L % minutes),
                Owner = ActivityFeed.Owner(number),
                Account = string.Create(CultureInfo.InvariantCulture, $"a-{number % 997}"),
                Conversation = string.Create(CultureInfo.InvariantCulture, $"c-{number}"),
                Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["automated"] = number % 9 == 0 ? "true" : "false" },
            };
        }
    }

    public static Task WriteAsync(IDocumentStore store, IEnumerable<Activity> activities) => Parallel.ForEachAsync(
        activities.GroupBy(ActivityDocuments.Partition).SelectMany(partition => partition.Chunk(InABatch).Select(chunk => (partition.Key, chunk))),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (group, stop) =>
        {
            var batch = new DocumentBatch(group.Key);
            foreach (var activity in group.chunk)
            {
                batch.Create(ActivityDocuments.Document(activity));
            }

            if (await store.CommitAsync(batch, stop) is not CommitResult.Committed)
            {
                throw new InvalidOperationException($"A batch of {group.Key} was refused.");
            }
        });

    /// <summary>Counts one person's month again from its documents, and stores the rollup.</summary>
    public static async Task RebuildAsync(IDocumentStore store, RollupDocuments rollups, LoadedModel directory, int person, string month)
    {
        var batch = new DocumentBatch(Partitions.Who(ActivityFeed.Source, ActivityFeed.Owner(person)));
        await rollups.RebuildAsync(batch, MonthMetering.Of(directory.Model, Organisation.Person(person), month), [], default);
        if (await store.CommitAsync(batch, default) is not CommitResult.Committed)
        {
            throw new InvalidOperationException($"The rollup of {month} was refused.");
        }
    }
}
