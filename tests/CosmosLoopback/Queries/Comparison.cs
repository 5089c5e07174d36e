namespace SalesPerf.CosmosLoopback.Queries;

/// <summary>A property compared with a value: <c>c.sort &gt;= @a</c>.</summary>
internal sealed record Comparison(string Property, string Operator, string Value);

/// <summary>A query as read: alternatives of comparisons that all must hold, and an order.</summary>
/// <param name="Alternatives">Any of these.</param>
/// <param name="OrderBy">The property; null for no order.</param>
/// <param name="Descending">The direction.</param>
internal sealed record ItemQuery(IReadOnlyList<IReadOnlyList<Comparison>> Alternatives, string? OrderBy, bool Descending)
{
    public IEnumerable<string> Properties =>
        Alternatives.SelectMany(all => all.Select(one => one.Property)).Concat(OrderBy is null ? [] : [OrderBy]).Distinct();
}
