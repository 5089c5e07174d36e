namespace SalesPerf.CosmosLoopback.Items;

/// <summary>The documents of one partition key value, in all the versions that some replica may still show.</summary>
internal sealed class ItemPartition(bool keepsVersions)
{
    private static readonly Comparer<(string Sort, string Id)> ByteOrder = Comparer<(string Sort, string Id)>.Create(
        (left, right) => Utf8Order.Compare(left.Sort, right.Sort) is var order and not 0 ? order : Utf8Order.Compare(left.Id, right.Id));

    private readonly Dictionary<string, List<ItemVersion>> items = new(StringComparer.Ordinal);

    // What the index holds of /sort/?.
    private readonly SortedSet<(string Sort, string Id)> order = new(ByteOrder);

    /// <summary>The document as of a commit, deleted or expired ones included; where no older versions are kept, the newest.</summary>
    public ItemVersion? At(string id, long lsn) => items.GetValueOrDefault(id)?.FindLast(version => !keepsVersions || version.Lsn <= lsn);

    public void Write(string id, ItemVersion version)
    {
        if (!items.TryGetValue(id, out var versions))
        {
            items[id] = versions = [];
        }

        if (!keepsVersions)
        {
            versions.ForEach(old => order.Remove((old.Sort ?? "", id)));
            versions.Clear();
        }

        versions.Add(version);
        if (version.Sort is { } sort)
        {
            order.Add((sort, id));
        }

        if (!keepsVersions && version.IsDeleted)
        {
            items.Remove(id);
        }
    }

    /// <summary>The documents of a replica by their <c>sort</c>, from the first after or the last before <paramref name="after"/>.</summary>
    public IEnumerable<(string Sort, string Id, ItemVersion Version)> Ordered(SortBounds bounds, bool descending, string? after, long lsn)
    {
        var lower = !descending && after is not null ? after : bounds.From;
        var upper = descending && after is not null ? after : bounds.To;
        if (order.Count == 0 || Utf8Order.Compare(lower, upper) > 0)
        {
            yield break;
        }

        var view = order.GetViewBetween((lower, ""), (upper, "\U0010ffff"));
        foreach (var (sort, id) in descending ? view.Reverse() : view)
        {
            if (sort != after && At(id, lsn) is { } version && version.Sort == sort && bounds.Contains(sort))
            {
                yield return (sort, id, version);
            }
        }
    }
}
