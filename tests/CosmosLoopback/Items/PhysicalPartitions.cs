using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>The physical partitions of a container: together they hold every hash once.</summary>
internal sealed class PhysicalPartitions
{
    private int next;
    private List<PhysicalPartition> all;

    public PhysicalPartitions(int count)
    {
        var width = PartitionKeyHash.End / (uint)count;
        all = [.. Enumerable.Range(0, count).Select(id => new PhysicalPartition(id, width * (uint)id, id == count - 1 ? PartitionKeyHash.End : width * (uint)(id + 1), []))];
        next = count;
    }

    /// <summary>Changes with every split.</summary>
    public string ETag => $"\"{next.ToString(CultureInfo.InvariantCulture)}\"";

    public int Count => all.Count;

    public PhysicalPartition Of(UInt128 hash) => all.Find(one => one.Holds(hash)) ?? throw new InvalidOperationException("A hash that nobody holds.");

    /// <exception cref="Refused">410: it was split since, or never was.</exception>
    public PhysicalPartition Named(string id) => all.Find(one => one.Id == id) ?? throw new Refused(410, $"The partition key range {id} is gone.", 1002);

    public void Split()
    {
        all = [.. all.SelectMany((one, index) => one.Split(next + (2 * index)))];
        next += all.Count;
    }

    public JsonArray Describe(string containerRid, string containerSelf) => new([.. all.Select(one => (JsonNode)one.Describe(containerRid, containerSelf))]);
}
