using System.Globalization;
using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Activities.Resync;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Exports in any order, of which many rows share day, owner and type.</summary>
public sealed class ResyncBoundsTests : IAsyncLifetime
{
    private const string Days = """{"type":"call.completed","time":"yyyy-MM-dd","columns":{"time":"when","owner":"who","contact":"contact"}}""";
    private const string Coarse = """{"type":"call.completed","key":"9:call:creation:{id}:{when|ms}","time":"yyyy-MM-dd","columns":{"time":"when","owner":"who"}}""";

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync() => exports = await Exports.StartAsync();

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Given_many_rows_alike_in_any_order_and_some_of_them_held_when_uploaded_then_exactly_the_missing_are_added_and_none_again(int seed)
    {
        // Twelve groups (two days, two owners, three contacts) of 130 rows. Of the g-th 10 g are held, g from 0: 10 (0 + … + 11) = 660 of 1,560, so 900 are missing.
        // Of each group 5 more are held with a contact that no row names: they stand for none.
        var random = new Random(seed);
        var groups = (from day in new[] { "2026-11-18", "2026-11-19" } from owner in new[] { "1", "2" } from contact in new[] { "kim", "lee", "max" } select (day, owner, contact)).ToArray();
        var held = groups.Index().SelectMany(group => Enumerable.Range(0, 10 * group.Index).Select(_ => group.Item.contact).Concat(Enumerable.Repeat("other", 5)), (group, contact) => (group.Item.day, group.Item.owner, contact)).ToArray();
        await HearAsync(held.Index().Select(told => ($"h{told.Index}", $"{told.Item.day}T{8 + (told.Index % 10):00}:{told.Index / 10 % 60:00}:07Z", $"\"owner\":\"{told.Item.owner}\",\"contact\":\"{told.Item.contact}\"")));
        string[] rows = [.. groups.SelectMany(group => Enumerable.Repeat($"{group.day},{group.owner},{group.contact}", 130))];
        random.Shuffle(rows);

        Assert.Equal((1_560, 900, 660, 0), await exports.UploadAsync("one", "when,who,contact", Days, rows[..900], rows[900..]));
        random.Shuffle(rows);
        Assert.Equal((1_560, 0, 1_560, 0), await exports.UploadAsync("two", "when,who,contact", Days, rows[..300], rows[300..]));
        Assert.Equal(900 + held.Length, exports.Held().Count());
    }

    [Fact]
    public async Task Given_coarse_keys_in_any_order_and_some_of_them_held_when_uploaded_then_exactly_the_missing_are_added_and_none_again()
    {
        // 1,200 rows of two days; every third is held: 400, so 800 are missing.
        var random = new Random(3);
        (int Id, int Day)[] all = [.. Enumerable.Range(0, 1_200).Select(id => (id, 18 + (id % 2)))];
        await HearAsync(all.Where(one => one.Id % 3 == 0).Select(one =>
        {
            var at = new DateTimeOffset(2026, 11, one.Day, 9, 0, 0, 317, TimeSpan.Zero).AddSeconds(one.Id);
            return ($"9:call:creation:{one.Id}:{at.ToUnixTimeMilliseconds()}", at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), $"\"owner\":\"{1 + (one.Id % 2)}\"");
        }));
        string[] rows = [.. all.Select(one => $"{one.Id},2026-11-{one.Day},1")];
        random.Shuffle(rows);

        Assert.Equal((1_200, 800, 400, 0), await exports.UploadAsync("one", "id,when,who", Coarse, rows[..700], rows[700..]));
        random.Shuffle(rows);
        Assert.Equal((1_200, 0, 1_200, 0), await exports.UploadAsync("two", "id,when,who", Coarse, rows));
    }

    [Fact]
    public void Given_rows_without_keys_in_any_order_when_they_are_compared_then_they_come_by_owner_and_time_the_same_each_time_and_keyed_ones_as_they_are_written()
    {
        var random = new Random(4);
        string[] rows = [.. from day in Enumerable.Range(1, 28) from owner in Enumerable.Range(0, 20) from number in Enumerable.Range(0, 3) select $"k{day}-{owner}-{number},2026-10-{day:00},{owner}"];
        random.Shuffle(rows);
        var part = Encoding.UTF8.GetBytes(string.Join('\n', [.. rows[..100], "wrong", "", .. rows[100..]]));
        var keyless = Reader(new ImportMapping { Type = "call.completed", Time = "yyyy-MM-dd", Zone = "Etc/UTC", Columns = new() { ["time"] = "when", ["owner"] = "who" } });
        var keyed = Reader(new ImportMapping { Type = "call.completed", Time = "yyyy-MM-dd", Zone = "Etc/UTC", Columns = new() { ["eventId"] = "id", ["time"] = "when", ["owner"] = "who" } });

        var inOrder = ComparedRows.Of(keyless, part, 1).ToArray();

        // Each owner's rows are together, from the first day to the last, and each is what its line says: the wrong one on line 101 and an empty line 102 come before the later ones.
        var first = Assert.IsType<RejectedRow>(inOrder[0]);
        var activities = inOrder.Skip(1).Cast<ImportedActivity>().ToArray();
        Assert.Equal((101L, rows.Length), (first.Line, activities.Length));
        Assert.Equal(20, 1 + activities.Zip(activities.Skip(1)).Count(pair => pair.First.Activity.Owner != pair.Second.Activity.Owner));
        Assert.All(activities.Zip(activities.Skip(1)).Where(pair => pair.First.Activity.Owner == pair.Second.Activity.Owner), pair => Assert.True(pair.First.Activity.OccurredAt <= pair.Second.Activity.OccurredAt));
        Assert.All(activities, row => Assert.EndsWith(row.Activity.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "," + row.Activity.Owner, rows[row.Line <= 100 ? row.Line - 1 : row.Line - 3], StringComparison.Ordinal));
        Assert.Equal(inOrder.Select(row => row.Line), ComparedRows.Of(keyless, part, 1).Select(row => row.Line));
        Assert.Equal([.. Enumerable.Range(1, 101), .. Enumerable.Range(103, rows.Length - 100)], ComparedRows.Of(keyed, part, 1).Select(row => (int)row.Line));

        static ImportReader Reader(ImportMapping mapping) => new("crm", mapping, ["id", "when", "who"], Exports.Now, Exports.Now);
    }

    private async Task HearAsync(IEnumerable<(string Id, string Time, string Data)> events)
    {
        foreach (var chunk in events.Chunk(100))
        {
            await exports.HearAsync([.. chunk.Select(told => (told.Id, "call.completed", told.Time, told.Data))]);
        }
    }
}
