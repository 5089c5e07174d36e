namespace SalesPerf.CosmosLoopback.Items;

/// <summary>The documents of one partition key value, in all the versions that some replica may still show.</summary>
internal sealed class ItemPartition(string pk)
{
    private static readonly Comparer<(string Sort, string Id)> ByteOrder = Comparer<(string Sort, string Id)>.Create(
        (left, right) => Utf8Order.Compare(left.Sort, right.Sort) is var order and not 0 ? order : Utf8Order.Compare(left.Id, right.Id));

    private readonly Dictionary<string, List<ItemVersion>> items = new(StringComparer.Ordinal);

    // What the index holds of /sort/?.
    private readonly SortedSet<(string Sort, string Id)> order = new(ByteOrder);

    // Deleted documents that some replica still shows, by the commit that deleted them.
    private readonly Queue<(string Id, long Lsn)> deleted = new();

    /// <summary>Which physical partition it is in.</summary>
    public UInt128 Hash { get; } = PartitionKeyHash.Of(pk);

    /// <summary>The document as of a commit, deleted or expired ones included.</summary>
    public ItemVersion? At(string id, long lsn) => items.GetValueOrDefault(id)?.FindLast(version => version.Lsn <= lsn);

    /// <param name="id">The document.</param>
    /// <param name="version">What it is now.</param>
    /// <param name="oldest">The commit that every replica has: what it replaced is shown no more.</param>
    public void Write(string id, ItemVersion version, long oldest)
    {
        if (!items.TryGetValue(id, out var versions))
        {
            items[id] = versions = [];
        }

        var shown = versions.FindLastIndex(old => old.Lsn <= oldest);
        foreach (var old in versions.Take(Math.Max(shown, 0)))
        {
            order.Remove((old.Sort ?? "", id));
        }

        versions.RemoveRange(0, Math.Max(shown, 0));
        versions.Add(version);
        foreach (var kept in versions.Where(kept => kept.Sort is not null))
        {
            order.Add((kept.Sort!, id)); // not null: just asked
        }

        if (version.IsDeleted)
        {
            deleted.Enqueue((id, version.Lsn));
        }

        while (deleted.TryPeek(out var gone) && gone.Lsn <= oldest)
        {
            deleted.Dequeue();
            Forget(gone.Id, gone.Lsn);
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

    // What was deleted before every replica's last commit and not written since.
    private void Forget(string id, long lsn)
    {
        if (items.TryGetValue(id, out var versions) && versions[^1].Lsn == lsn)
        {
            versions.ForEach(old => order.Remove((old.Sort ?? "", id)));
            items.Remove(id);
        }
    }
}
