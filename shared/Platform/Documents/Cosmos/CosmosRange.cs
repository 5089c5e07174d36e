using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>The one query there is: a range of one partition in the order of <c>sort</c>. Our own continuation, a bound on <c>sort</c>, is kept rather than the service's.</summary>
internal static class CosmosRange
{
    /// <exception cref="ArgumentException">The continuation is not one of this query.</exception>
    public static QueryDefinition Query(RangeQuery query)
    {
        var after = query.Continuation is { } continuation ? RangeContinuation.Read(query, continuation) : ((DateTimeOffset At, string Id)?)null;
        var last = after is { } position ? DocumentSort.Key(query.Kind, position.At, position.Id) : null;
        var from = query.From is { } start ? DocumentSort.Bound(query.Kind, start) : query.Kind + "~";
        var to = query.To is { } end ? DocumentSort.Bound(query.Kind, end) : DocumentSort.Above(query.Kind);
        var atLeast = last is not null && !query.Descending ? ">" : ">=";
        var order = query.Descending ? " DESC" : "";
        return new QueryDefinition($"SELECT * FROM c WHERE c.pk = @pk AND c.sort {atLeast} @a AND c.sort < @b ORDER BY c.sort{order}")
            .WithParameter("@pk", query.Pk)
            .WithParameter("@a", query.Descending ? from : last ?? from)
            .WithParameter("@b", query.Descending ? last ?? to : to);
    }
}
