using System.Text;
using SalesPerf.Connectors;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class ActivityIntakeTests
{
    /// <summary>12 × 1,000 letters of two bytes: 24 KB as received.</summary>
    [Fact]
    public async Task Given_an_item_of_24_KB_in_Cyrillic_when_taken_then_it_is_stored_as_it_was_sent()
    {
        await using var world = new World(Now);
        var item = WithText(new string('ж', 1000), 12);
        var answer = await world.Get<ActivityIntake>().TakeAsync([new ReadActivity(0, item)], default);
        await world.DrainAsync();

        Assert.Equal((1, 0), (answer.Accepted, answer.Rejected.Count));
        var stored = Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));
        Assert.True(ActivityContent.AreEqual(item, stored));
    }

    /// <summary>Each of 6,000 emoji is four bytes as received and twelve in a message.</summary>
    [Fact]
    public async Task Given_an_item_that_fits_no_message_when_taken_then_it_is_rejected_with_both_sizes()
    {
        await using var world = new World(Now);
        var answer = await world.Get<ActivityIntake>().TakeAsync([new ReadActivity(0, WithText(string.Concat(Enumerable.Repeat("🙂", 500)), 12)), new ReadActivity(1, Call("c2"))], default);

        Assert.Equal(1, answer.Accepted);
        var error = Assert.Single(Assert.Single(answer.Rejected).Errors);
        Assert.Matches("takes 7[0-9]{4} bytes; a message holds 32608", error.Detail);
    }

    /// <summary>Taken at a whole second, released at one with seven digits more.</summary>
    [Fact]
    public async Task Given_the_largest_item_from_the_future_when_it_is_due_then_it_is_released_and_stored()
    {
        await using var world = new World(Now);
        var (longest, ahead) = (ActivityIntake.MaxBytes, Now.AddDays(2));
        Activity Item(int letters) => Call("c1") with { OccurredAt = ahead, Attributes = new(StringComparer.Ordinal) { ["a"] = new string('x', letters) } };
        var letters = longest - Encoding.UTF8.GetByteCount(Envelopes.Message(ActivityEnvelope.Type, Item(0), world.Clock.GetUtcNow()).Body);
        Assert.Equal(0, (await world.Get<ActivityIntake>().TakeAsync([new ReadActivity(0, Item(letters + 64))], default)).Accepted);
        Assert.Equal(1, (await world.Get<ActivityIntake>().TakeAsync([new ReadActivity(0, Item(letters - 16))], default)).Accepted);
        await world.DrainAsync();

        world.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromTicks(1_234_567));
        await world.Get<Quarantine>().ReleaseAsync(DateOnly.FromDateTime(Quarantine.DueAt(Item(0)).UtcDateTime), world.Clock.GetUtcNow(), default);
        await world.DrainAsync();
        Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));
    }

    private static Activity WithText(string text, int attributes) => Call("c1") with
    {
        Attributes = new(Enumerable.Range(0, attributes).ToDictionary(i => $"a{i}", _ => text), StringComparer.Ordinal),
    };
}
