using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>A range of hashes of partition keys, whose commits are numbered by themselves.</summary>
/// <param name="id">Its id, as partition key range.</param>
/// <param name="min">The lowest hash.</param>
/// <param name="max">The hash after the highest.</param>
/// <param name="parents">What it was split from, the oldest first.</param>
internal sealed class PhysicalPartition(int id, UInt128 min, UInt128 max, IReadOnlyList<string> parents)
{
    public string Id { get; } = id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ids by which a session may know it.</summary>
    public IEnumerable<string> Names => parents.Append(Id);

    /// <summary>The last commit.</summary>
    public long Lsn { get; set; }

    public bool Holds(UInt128 hash) => min <= hash && hash < max;

    /// <summary>Its halves, which go on counting where it stopped.</summary>
    public IEnumerable<PhysicalPartition> Split(int firstId)
    {
        var middle = min + ((max - min) / 2);
        return
        [
            new(firstId, min, middle, [.. Names]) { Lsn = Lsn },
            new(firstId + 1, middle, max, [.. Names]) { Lsn = Lsn },
        ];
    }

    public JsonObject Describe(string containerRid, string containerSelf) => new()
    {
        ["_rid"] = Rids.Range(containerRid, id),
        ["id"] = Id,
        ["_etag"] = "\"1\"",
        ["minInclusive"] = min == 0 ? "" : min.ToString("X32", CultureInfo.InvariantCulture),
        ["maxExclusive"] = max == PartitionKeyHash.End ? "FF" : max.ToString("X32", CultureInfo.InvariantCulture),
        ["ridPrefix"] = id,
        ["_self"] = $"{containerSelf}pkranges/{Rids.Range(containerRid, id)}/",
        ["throughputFraction"] = 1,
        ["status"] = "online",
        ["parents"] = new JsonArray([.. parents.Select(parent => (JsonNode)parent)]),
        ["_ts"] = 1,
    };
}
