using System.Globalization;
using Xunit.Sdk;

namespace SalesPerf.Functions.Tests.Bookkeeping.Stories;

/// <summary>
/// Books that live through anything come to the same as books that are made from scratch. <c>BOOK_STORY_SEEDS</c> names other seeds (7 or 1-50), <c>BOOK_STORY_EVENTS</c> says how many
/// events each story has, <c>BOOK_STORY_SHRINK</c> how often a story that fails is told again with less in it.
/// </summary>
public sealed class BookStoryTests
{
    /// <summary>How many events pass between two looks at everything.</summary>
    private const int Stretch = 50;

    /// <summary>A story with so many events has some of every kind.</summary>
    private const int Whole = 250;

    private static readonly int Events = Number("BOOK_STORY_EVENTS", Whole);

    /// <summary>With seeds that are asked for two kinds, or the one that <c>BOOK_STORY_BOOKS</c> names.</summary>
    private static readonly StoryBooks[] Asked = Environment.GetEnvironmentVariable("BOOK_STORY_BOOKS") is { } name ? [Enum.Parse<StoryBooks>(name)] : [StoryBooks.Additive, StoryBooks.Settled];

    public static TheoryData<int, StoryBooks> Seeds
    {
        get
        {
            if (Environment.GetEnvironmentVariable("BOOK_STORY_SEEDS") is not { } seeds)
            {
                return new() { { 2, StoryBooks.Additive }, { 3, StoryBooks.Additive }, { 2, StoryBooks.Settled }, { 3, StoryBooks.Settled } };
            }

            var asked = seeds.Split('-');
            var (first, last) = (int.Parse(asked[0], CultureInfo.InvariantCulture), int.Parse(asked[^1], CultureInfo.InvariantCulture));
            var data = new TheoryData<int, StoryBooks>();
            for (var seed = first; seed <= last; seed++)
            {
                foreach (var books in Asked)
                {
                    data.Add(seed, books);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Given_any_story_when_it_is_told_then_what_was_posted_bit_by_bit_is_what_all_of_it_comes_to(int seed, StoryBooks books)
    {
        var events = StoryEvent.Of(seed, Events);
        if (await TellAsync(events, books) is not { } failed)
        {
            return;
        }

        var left = events.Take(failed.After).ToList();
        (left, failed) = await ShrinkAsync(left, failed, books);
        throw new XunitException($"Seed {seed}, {books}: after {failed.After} of {left.Count} events that matter, {failed.Why}\n{string.Join('\n', left)}");
    }

    private static int Number(string name, int other) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : other;

    /// <returns>After how many events what did not hold; null for nothing.</returns>
    private static async Task<(int After, string Why)?> TellAsync(IReadOnlyList<StoryEvent> events, StoryBooks books, int stretch = Stretch)
    {
        await using var story = await Story.StartAsync(books);
        var (check, told) = (new StoryCheck(story, books), 0);
        try
        {
            foreach (var one in events)
            {
                told++;
                var closing = one.Kind == StoryKind.Close && story.Today >= story.FirstOpen.AddMonths(1) ? story.FirstOpen : (DateOnly?)null;
                var before = closing is { } month ? await check.OpenAsync(month) : "";
                await story.TellAsync(one);
                if (closing is { } closed && await check.OpenAsync(closed) is var after && after != before)
                {
                    var lines = before.Split('\n').Zip(after.Split('\n')).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First}\nis now\n{pair.Second}");
                    throw new XunitException($"Closing {closed:yyyy-MM} alone changed statements:\n{string.Join('\n', lines)}");
                }

                if (told % stretch == 0 || told == events.Count)
                {
                    await check.LookAsync();
                }
            }

            if (events.Count >= Whole)
            {
                var missing = Enum.GetValues<StoryKind>().Except(story.Done.Keys).Where(kind => kind != StoryKind.End || books != StoryBooks.Additive).ToList();
                Assert.True(missing.Count == 0, $"Nothing of {string.Join(", ", missing)} happened: the story shows less than it says.");
            }

            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return (told, exception is XunitException ? exception.Message : exception.ToString());
        }
    }

    /// <summary>Leaves out what does not matter, with <c>BOOK_STORY_SHRINK</c> set: halves first, then smaller parts, while something fails.</summary>
    private static async Task<(List<StoryEvent> Left, (int After, string Why) Failed)> ShrinkAsync(List<StoryEvent> left, (int After, string Why) failed, StoryBooks books)
    {
        var tries = Number("BOOK_STORY_SHRINK", 0);
        for (var size = left.Count / 2; size > 0 && tries > 0;)
        {
            var isSmaller = false;
            for (var at = 0; at < left.Count && tries > 0; tries--)
            {
                var fewer = left.Where((_, i) => i < at || i >= at + size).ToList();
                if (fewer.Count > 0 && await TellAsync(fewer, books, 1_000_000) is { } still && still.Why.Split(' ')[0] == failed.Why.Split(' ')[0])
                {
                    (left, failed, isSmaller) = ([.. fewer.Take(still.After)], still, true);
                }
                else
                {
                    at += size;
                }
            }

            size = isSmaller ? Math.Min(size, Math.Max(1, left.Count / 2)) : size / 2;
        }

        return (left, failed);
    }
}
