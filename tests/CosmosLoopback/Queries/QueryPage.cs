using System.Globalization;
using System.Text;
using SalesPerf.CosmosLoopback.Items;

namespace SalesPerf.CosmosLoopback.Queries;

/// <summary>One page of a query: of named documents, or of a range of one partition.</summary>
internal sealed record QueryPage(IReadOnlyList<ItemVersion> Items, string? Continuation)
{
    /// <summary>The most bytes of a page.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <param name="container">Where.</param>
    /// <param name="query">What.</param>
    /// <param name="pk">The partition of the request; null when only the query names it.</param>
    /// <param name="continuation">What the page before ended with.</param>
    /// <param name="size">The most items.</param>
    /// <param name="lsn">The replica's last commit.</param>
    /// <exception cref="Refused">The index, or one partition, could not serve it.</exception>
    public static QueryPage Read(ItemContainer container, ItemQuery query, string? pk, string? continuation, int size, long lsn)
    {
        if (query.Properties.FirstOrDefault(property => !container.Index.Serves(property)) is { } unserved)
        {
            throw new Refused(400, $"The index does not serve /{unserved}: the query would read every document.");
        }

        return query.Alternatives.All(IsPoint) && query.OrderBy is null
            ? Points(container, query, pk, continuation, size, lsn)
            : Range(container, query, pk, continuation, size, lsn);
    }

    // What many reads at once look like: each document by its id and partition.
    private static QueryPage Points(ItemContainer container, ItemQuery query, string? pk, string? continuation, int size, long lsn)
    {
        var start = continuation is null ? 0 : int.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(continuation)), CultureInfo.InvariantCulture);
        var items = new List<ItemVersion>();
        var bytes = 0;
        var index = start;
        for (; index < query.Alternatives.Count && items.Count < size && bytes < MaxBytes; index++)
        {
            var named = query.Alternatives[index].ToLookup(one => one.Property, one => one.Value);
            var partition = named["pk"].SingleOrDefault() ?? pk ?? throw new Refused(400, "A query across partitions.");
            if (container.Find(partition, named["id"].Single(), lsn) is { } found && (pk is null || pk == partition))
            {
                items.Add(found);
                bytes += found.Json.Length;
            }
        }

        return new(items, index < query.Alternatives.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(index.ToString(CultureInfo.InvariantCulture))) : null);
    }

    private static QueryPage Range(ItemContainer container, ItemQuery query, string? pk, string? continuation, int size, long lsn)
    {
        if (pk is null || query.Alternatives.Count != 1 || query.OrderBy is not (null or "sort"))
        {
            throw new Refused(400, "A query that is neither of named documents nor of one range of one partition.");
        }

        var bounds = SortBounds.All;
        foreach (var comparison in query.Alternatives[0])
        {
            bounds = (comparison.Property, comparison.Operator) switch
            {
                ("pk", "=") when comparison.Value == pk => bounds,
                ("sort", ">" or ">=") when Utf8Order.Compare(comparison.Value, bounds.From) >= 0 =>
                    bounds with { From = comparison.Value, IncludesFrom = comparison.Operator == ">=" },
                ("sort", "<" or "<=") when Utf8Order.Compare(comparison.Value, bounds.To) <= 0 =>
                    bounds with { To = comparison.Value, IncludesTo = comparison.Operator == "<=" },
                _ => throw new Refused(400, $"Not served: {comparison.Property} {comparison.Operator} a value."),
            };
        }

        var after = continuation is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(continuation));
        var found = container.Range(pk, bounds, query.Descending, after, size + 1, lsn);
        var count = 0;
        for (var bytes = 0; count < found.Count && count < size && bytes < MaxBytes; count++)
        {
            bytes += found[count].Version.Json.Length;
        }

        return new(
            [.. found.Take(count).Select(one => one.Version)],
            count < found.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(found[count - 1].Sort)) : null);
    }

    private static bool IsPoint(IReadOnlyList<Comparison> all) =>
        all.Any(one => one.Property == "id") && all.All(one => one.Property is "id" or "pk" && one.Operator == "=");
}
