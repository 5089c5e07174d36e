using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>A container: physical partitions whose commits are numbered, and replicas that may be behind.</summary>
internal sealed class ItemContainer(JsonObject properties, string rid, string selfLink, LoopbackOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ItemPartition> partitions = new(StringComparer.Ordinal);
    private readonly PhysicalPartitions physical = new(options.PhysicalPartitions);
    private long items;

    public string Rid => rid;

    /// <summary>The container as its reader sees it.</summary>
    public JsonObject Properties => properties;

    public IndexPolicy Index { get; } = IndexPolicy.Read(properties["indexingPolicy"]);

    public (string ETag, JsonArray All) Ranges
    {
        get
        {
            lock (gate)
            {
                return (physical.ETag, physical.Describe(rid, selfLink));
            }
        }
    }

    // The default time to live: absent, nothing expires, whatever it says; -1, only what says so itself.
    private int? DefaultTimeToLive => (int?)properties["defaultTtl"];

    private long Now => options.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Every physical partition becomes two.</summary>
    public void Split()
    {
        lock (gate)
        {
            physical.Split();
        }
    }

    /// <summary>The physical partition of a key: its id, the ids it has had, and its last commit.</summary>
    public (string Id, IReadOnlyList<string> Names, long Lsn) Where(string pk)
    {
        lock (gate)
        {
            return Told(physical.Of(PartitionKeyHash.Of(pk)));
        }
    }

    /// <summary>A physical partition by its id.</summary>
    /// <exception cref="Refused">410: it is there no more.</exception>
    public (string Id, IReadOnlyList<string> Names, long Lsn) Range(string id)
    {
        lock (gate)
        {
            return Told(physical.Named(id));
        }
    }

    public ItemResult Read(string pk, string id, string? ifNoneMatch, long atLsn)
    {
        var found = Find(pk, id, atLsn);
        return found is null ? new(404) { Charge = Charges.Read(0) }
            : found.ETag == ifNoneMatch ? new(304, ETag: found.ETag) { Charge = Charges.Read(0) }
            : new(200, ETag: found.ETag, Json: found.Json) { Bytes = found.Json.Length, Charge = Charges.Read(found.Json.Length) };
    }

    /// <summary>The document as a replica has it; null when it is not there.</summary>
    public ItemVersion? Find(string pk, string id, long atLsn)
    {
        lock (gate)
        {
            return partitions.GetValueOrDefault(pk) is { } partition && partition.At(id, NotBehind(partition, atLsn)) is { } found && found.IsThere(Now) ? found : null;
        }
    }

    /// <summary>Applies all of them as one commit, or none. The first refused has its own status, the others 424.</summary>
    public IReadOnlyList<ItemResult> Commit(string pk, IReadOnlyList<ItemOperation> operations)
    {
        // Parsed before the lock is taken: the texts are the long part.
        var texts = operations.Select(operation => Text(operation, pk)).ToList();
        lock (gate)
        {
            var partition = partitions.GetValueOrDefault(pk) ?? new ItemPartition(pk);
            var range = physical.Of(partition.Hash);
            var staged = new Dictionary<string, ItemVersion>(StringComparer.Ordinal);
            var results = new List<ItemResult>(operations.Count);
            for (var index = 0; index < operations.Count; index++)
            {
                var (text, error) = texts[index];
                var id = operations[index].Id ?? text?.Id ?? "";
                var current = staged.GetValueOrDefault(id) ?? partition.At(id, range.Lsn);
                var result = error ?? Apply(id, operations[index], text, current, staged, range.Lsn + 1);
                if (result.Status >= 400)
                {
                    return [.. operations.Select((_, other) => other == index ? result : new ItemResult(424))];
                }

                results.Add(result);
            }

            if (staged.Count > 0)
            {
                partitions[pk] = partition;
                range.Lsn++;
                foreach (var (id, version) in staged)
                {
                    partition.Write(id, version, range.Lsn - options.ReplicaLag);
                }
            }

            return results;
        }
    }

    /// <summary>One page of the documents of a partition, in the order of <c>sort</c>.</summary>
    public List<(string Sort, ItemVersion Version)> Range(string pk, SortBounds bounds, bool descending, string? after, int size, long atLsn)
    {
        lock (gate)
        {
            var now = Now;
            return partitions.TryGetValue(pk, out var partition)
                ? [.. partition.Ordered(bounds, descending, after, NotBehind(partition, atLsn)).Where(one => one.Version.IsThere(now)).Take(size).Select(one => (one.Sort, one.Version))]
                : [];
        }
    }

    private static (string Id, IReadOnlyList<string> Names, long Lsn) Told(PhysicalPartition range) => (range.Id, [.. range.Names], range.Lsn);

    // Since the replica was chosen it may have moved on.
    private long NotBehind(ItemPartition partition, long lsn) => Math.Max(lsn, physical.Of(partition.Hash).Lsn - options.ReplicaLag);

    private static (ItemText? Text, ItemResult? Error) Text(ItemOperation operation, string pk)
    {
        if (operation.Kind is OperationKind.Delete or OperationKind.Read)
        {
            return (null, null);
        }

        try
        {
            var text = ItemText.Read(operation.Body, pk);
            return operation.Id is null || operation.Id == text.Id
                ? (text, null)
                : (null, new ItemResult(400) { Message = "The id of the item is not that of the request." });
        }
        catch (Refused refused)
        {
            return (null, new ItemResult(refused.Status, refused.SubStatus) { Message = refused.Message });
        }
    }

    private ItemResult Apply(
        string id, ItemOperation operation, ItemText? text, ItemVersion? current, Dictionary<string, ItemVersion> staged, long lsn)
    {
        var isThere = current?.IsThere(Now) == true;
        if (operation.Kind == OperationKind.Create && isThere)
        {
            return new(409) { Charge = Charges.Refused };
        }

        if (operation.Kind is OperationKind.Replace or OperationKind.Delete or OperationKind.Read && !isThere)
        {
            return new(404) { Charge = Charges.Refused };
        }

        if (operation.IfMatch is { } match && isThere && match != "*" && match != current!.ETag)
        {
            return new(412) { Charge = Charges.Refused };
        }

        if (operation.Kind == OperationKind.Read)
        {
            return new(200, ETag: current!.ETag, Json: current.Json) { Bytes = current.Json.Length, Charge = Charges.Read(current.Json.Length) };
        }

        if (operation.Kind == OperationKind.Delete)
        {
            staged[id] = new ItemVersion(lsn, default, null, "", null);
            return new(204) { Bytes = current!.Json.Length, Charge = Charges.Write(current.Json.Length) };
        }

        var written = Written(text!, lsn);
        staged[id] = written;
        var charge = Charges.Write(written.Json.Length) * (isThere ? 2 : 1);
        return new(isThere ? 200 : 201, ETag: written.ETag, Json: operation.IsMinimal ? default : written.Json) { Bytes = written.Json.Length, Charge = charge };
    }

    private ItemVersion Written(ItemText text, long lsn)
    {
        var now = Now;
        var number = ++items;
        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{lsn:x8}-0000-0d00-0000-{number:x12}\"");
        var self = string.Create(CultureInfo.InvariantCulture, $"{selfLink}docs/{number:x16}/");
        var system = string.Create(
            CultureInfo.InvariantCulture,
            $",\"_rid\":\"{Rids.Document(rid, number)}\",\"_self\":\"{self}\",\"_etag\":\"{etag.Replace("\"", "\\\"", StringComparison.Ordinal)}\",\"_attachments\":\"attachments/\",\"_ts\":{now}}}");
        byte[] json = [.. text.Json.AsSpan(0, text.Json.Length - 1), .. Encoding.UTF8.GetBytes(system)];
        var lives = DefaultTimeToLive is { } otherwise ? text.TimeToLive ?? otherwise : -1;
        return new ItemVersion(lsn, json, text.Sort, etag, lives > 0 ? now + lives : null);
    }
}
