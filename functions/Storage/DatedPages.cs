using System.Globalization;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Storage;

/// <summary>Pages through what is kept a partition a UTC day, newest first, skipping what the reader may not see.</summary>
public static class DatedPages
{
    /// <summary>How many days back a list goes when nothing is said.</summary>
    public const int DefaultDays = 30;

    private const int MaxDays = 366;

    /// <summary>Documents looked at in one request: a page may be shorter than its size, and empty, where few of them are shown.</summary>
    private const int MaxLooked = 5_000;

    /// <param name="store">The store.</param>
    /// <param name="partition">The partition of a day.</param>
    /// <param name="kind">The kind of document.</param>
    /// <param name="from">First day; at most a year before <paramref name="to"/>.</param>
    /// <param name="to">Last day, inclusive.</param>
    /// <param name="cursor">From the page before: <c>{day}|{continuation}</c>.</param>
    /// <param name="size">Items wanted.</param>
    /// <param name="isShown">Which items the reader sees.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<(IReadOnlyList<T> Items, string? Cursor)> ReadAsync<T>(
        IDocumentReader store,
        Func<DateOnly, string> partition,
        string kind,
        DateOnly from,
        DateOnly to,
        string? cursor,
        int size,
        Func<T, bool> isShown,
        CancellationToken cancellationToken)
    {
        if (from > to)
        {
            throw Problems.BadQuery("from", $"The first day, {from:yyyy-MM-dd}, is after the last, {to:yyyy-MM-dd}.").ToException();
        }

        if (to.DayNumber - from.DayNumber > MaxDays)
        {
            throw Problems.BadQuery("from", "At most a year can be listed at a time.").ToException();
        }

        var (day, continuation) = Parse(cursor, to);
        var (items, looked) = (new List<T>(), 0);
        for (; day >= from && day <= to; day = day.AddDays(-1), continuation = null)
        {
            do
            {
                var page = await ReadAsync(store, new RangeQuery(partition(day), kind, Descending: true, Continuation: continuation, Size: size - items.Count), cancellationToken);
                items.AddRange(page.Items.Select(document => TypedDocuments.Open<T>(document).Value).Where(isShown));
                continuation = page.Continuation;
                looked += page.Items.Count;
                if ((items.Count >= size || looked >= MaxLooked) && (continuation is not null || day > from))
                {
                    return continuation is null ? (items, Cursor(day.AddDays(-1), null)) : (items, Cursor(day, continuation));
                }
            }
            while (continuation is not null);
        }

        return (items, null);
    }

    private static async Task<DocumentPage> ReadAsync(IDocumentReader store, RangeQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RangeAsync(query, cancellationToken);
        }
        catch (ArgumentException) when (query.Continuation is not null)
        {
            throw BadCursor();
        }
    }

    private static string Cursor(DateOnly day, string? continuation) => $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}|{continuation}";

    private static (DateOnly Day, string? Continuation) Parse(string? cursor, DateOnly to)
    {
        if (cursor is null)
        {
            return (to, null);
        }

        var bar = cursor.IndexOf('|', StringComparison.Ordinal);
        return bar == 10 && DateOnly.TryParseExact(cursor[..bar], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, bar == cursor.Length - 1 ? null : cursor[(bar + 1)..])
            : throw BadCursor();
    }

    private static ProblemException BadCursor() => Problems.BadQuery("cursor", "The cursor is not one of this list.").ToException();
}
