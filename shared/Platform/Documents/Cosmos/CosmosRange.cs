using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>The two queries there are, both of one partition: a range in the order of <c>sort</c>, and several documents by id, which every container indexes.</summary>
internal static class CosmosRange
{
    /// <summary>Documents by their ids.</summary>
    public static QueryDefinition Named(string pk, IReadOnlyList<string> ids)
    {
        var query = new QueryDefinition($"SELECT * FROM c WHERE c.pk = @pk AND c.id IN ({string.Join(", ", ids.Select((_, index) => $"@id{index}"))})").WithParameter("@pk", pk);
        for (var index = 0; index < ids.Count; index++)
        {
            query.WithParameter($"@id{index}", ids[index]);
        }

        return query;
    }

    /// <summary>A range. Our own continuation, a bound on <c>sort</c>, is kept rather than the service's.</summary>
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
