using System.Globalization;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Activities.Resync;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Live memory is counted, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ResyncMemoryTests), DisableParallelization = true)]
public sealed class AloneForMemory;

/// <summary>What a comparison keeps does not grow with what is held at the times of its rows.</summary>
[Collection(nameof(ResyncMemoryTests))]
public sealed class ResyncMemoryTests
{
    private const int Held = 40_000;
    private const int Rows = 500;

    private static readonly DateTimeOffset Day = new(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of 40,000 held on the rows' day, with their owner and of their type, each some 4 KB in memory: 160 MB if they were kept. Pages that were read ahead are 8 × 200 of them at most, 7 MB.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_far_more_held_on_one_day_than_there_are_rows_when_they_are_compared_then_pages_are_in_memory_and_never_the_day(bool isCoarse)
    {
        var store = new OneDay();
        var places = await HeldPlaces.LoadAsync(store, new Model(), "crm", default);
        var alike = new AlikeActivities(store);
        var rows = RowsOf(isCoarse);
        store.Begin();

        if (isCoarse)
        {
            // Of the rows that are sought, numbers 0 to 499, each eightieth of the day's is one.
            Assert.Equal(Rows, (await alike.FindAsync(rows, places, default)).Count);
        }
        else
        {
            var upload = new ResyncUpload("one", "crm", "f", null, new ImportMapping(), Day, Day, "somebody", ResyncUpload.Open, null, null);
            var part = new UploadedPart(upload, 1);
            Assert.Equal(Rows, (await new RowMatches(store, alike).TakeAsync(part, [.. rows.Select(part.Named)], places, default)).Count);
            Assert.Equal(2 * Rows, store.Created);
        }

        Assert.True(store.Read >= Held, $"Of the day's {Held} only {store.Read} were read.");
        Assert.InRange(store.LargestPage, 1, AlikeActivities.PageSize);
        Assert.InRange(store.Most >> 20, 0, 30);
    }

    /// <summary>Each row is the one that each eightieth of the day's is, the last row the very last.</summary>
    private static ImportedActivity[] RowsOf(bool isCoarse) => [.. Enumerable.Range(1, Rows).Select(number =>
    {
        var activity = new Activity { Source = "crm", Key = "", Type = "call.completed", OccurredAt = Day, Owner = "1", Contact = $"c{number * (Held / Rows)}" };
        return isCoarse
            ? new ImportedActivity(number, activity with { Key = $"call:{activity.Contact}:{Day.ToUnixTimeMilliseconds()}" }, TimeSpan.FromDays(1), null)
            {
                Alike = new ImportedKeys([new($"call:{activity.Contact}:", default, default), new(null, Day, Day.AddDays(1))]),
            }
            : new ImportedActivity(number, activity, TimeSpan.FromDays(1), null) { IsByContent = true };
    })];

    /// <summary>Holds one day of one owner, made as it is read, and counts what is alive after every fifty pages.</summary>
    private sealed class OneDay : IDocumentStore
    {
        private static readonly string Text = new('x', 2_000);

        private readonly Document owner = IdentityDocuments.New(new Identity { Source = "crm", Owner = "1", FirstSeenAt = Day });
        private long before;
        private int pages;

        public long Most { get; private set; }

        public int Read { get; private set; }

        public int LargestPage { get; private set; }

        public int Created { get; private set; }

        public void Begin() => (before, Read, LargestPage) = (GC.GetTotalMemory(forceFullCollection: true), 0, 0);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
        {
            if (query.Pk == Partitions.People)
            {
                return Task.FromResult(new DocumentPage([owner], null));
            }

            if (query.Pk != Partitions.Who("crm", "1") || query.Kind != ActivityDocuments.Kind)
            {
                return Task.FromResult(new DocumentPage([], null));
            }

            if (++pages % 50 == 0 && before > 0)
            {
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            var first = query.Continuation is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
            var numbers = Enumerable.Range(first, Math.Min(query.Size, Held + 1 - first)).Select(number => query.Descending ? Held + 1 - number : number);
            var page = new DocumentPage([.. numbers.Select(Document)], first + query.Size > Held ? null : (first + query.Size).ToString(CultureInfo.InvariantCulture));
            Read += page.Items.Count;
            LargestPage = Math.Max(LargestPage, page.Items.Count);
            return Task.FromResult(page);
        }

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => Task.FromResult<Document?>(null);

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Document>>([]);

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            Created += batch.Operations.Count;
            Assert.InRange(batch.Operations.Count, 1, DocumentBatch.MaxOperations - 1);
            return Task.FromResult<CommitResult>(new CommitResult.Committed([.. batch.Operations.Select(_ => "1")]));
        }

        private static Document Document(int number)
        {
            var at = Day.AddSeconds(number * 2);
            return ActivityDocuments.Document(new Activity
            {
                Source = "crm",
                Key = $"call:c{number}:{at.ToUnixTimeMilliseconds()}",
                Type = "call.completed",
                OccurredAt = at,
                Owner = "1",
                Contact = $"c{number}",
                Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["notes"] = Text },
            });
        }
    }
}
