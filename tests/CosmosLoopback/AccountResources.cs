using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback.Items;

namespace SalesPerf.CosmosLoopback;

/// <summary>The account's databases and containers, and what describes them.</summary>
internal sealed class AccountResources(LoopbackOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DatabaseEntry> databases = new(StringComparer.Ordinal);

    /// <summary>The account itself, one region, reached at <paramref name="endpoint"/>.</summary>
    public JsonObject Account(Uri endpoint)
    {
        JsonArray Here() => [new JsonObject { ["name"] = "Loopback", ["databaseAccountEndpoint"] = endpoint.ToString() }];
        JsonObject Replicas() => new() { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 4 };
        return new()
        {
            ["_self"] = "",
            ["id"] = "loopback",
            ["_rid"] = "loopback",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = Here(),
            ["readableLocations"] = Here(),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] = Replicas(),
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = options.Consistency.ToString() },
            ["systemReplicationPolicy"] = Replicas(),
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = new JsonObject
            {
                ["maxSqlQueryInputLength"] = 262144,
                ["maxJoinsPerSqlQuery"] = 5,
                ["maxLogicalAndPerSqlQuery"] = 500,
                ["maxLogicalOrPerSqlQuery"] = 500,
                ["maxInExpressionItemsCount"] = 16000,
                ["queryMaxInMemorySortDocumentCount"] = 500,
                ["maxQueryRequestTimeoutFraction"] = 0.9,
                ["sqlAllowTop"] = true,
                ["sqlAllowSubQuery"] = true,
                ["sqlAllowScalarSubQuery"] = true,
                ["allowNewKeywords"] = true,
                ["clientDisableOptimisticDirectExecution"] = options.RequiresQueryPlans,
            }.ToJsonString(),
        };
    }

    public JsonObject CreateDatabase(JsonObject body)
    {
        lock (gate)
        {
            var id = Id(body);
            if (databases.ContainsKey(id))
            {
                throw new Refused(409, $"The database {id} exists.");
            }

            var rid = Rids.Database(databases.Count + 1);
            return (databases[id] = new DatabaseEntry(Described(new JsonObject { ["id"] = id, ["_colls"] = "colls/", ["_users"] = "users/" }, rid, $"dbs/{rid}/"), rid)).Properties;
        }
    }

    public JsonObject CreateContainer(string database, JsonObject body)
    {
        lock (gate)
        {
            var (owner, id) = (Find(database), Id(body));
            if (owner.Containers.ContainsKey(id))
            {
                throw new Refused(409, $"The container {id} exists.");
            }

            if (body["partitionKey"]?["paths"] is not JsonArray { Count: 1 } paths || (string?)paths[0] != "/pk")
            {
                throw new Refused(400, "This account has containers by /pk only.");
            }

            var rid = Rids.Container(owner.Rid, owner.Containers.Count + 1);
            var self = $"dbs/{owner.Rid}/colls/{rid}/";
            var properties = Described((JsonObject)body.DeepClone(), rid, self);
            properties["partitionKey"] = new JsonObject { ["paths"] = new JsonArray("/pk"), ["kind"] = "Hash", ["version"] = 2 };
            owner.Containers[id] = new ItemContainer(properties, rid, self, options);
            return properties;
        }
    }

    public JsonObject Database(string name)
    {
        lock (gate)
        {
            return Find(name).Properties;
        }
    }

    /// <summary>By names or by resource ids.</summary>
    public ItemContainer Container(string database, string container)
    {
        lock (gate)
        {
            var containers = Find(database).Containers;
            return containers.GetValueOrDefault(container)
                ?? containers.Values.FirstOrDefault(one => one.Rid == container)
                ?? throw new Refused(404, $"There is no container {container}.", 1003);
        }
    }

    private DatabaseEntry Find(string name) =>
        databases.GetValueOrDefault(name) ?? databases.Values.FirstOrDefault(one => one.Rid == name) ?? throw new Refused(404, $"There is no database {name}.");

    private static string Id(JsonObject body) => (string?)body["id"] is { Length: > 0 } id ? id : throw new Refused(400, "It has no id.");

    private JsonObject Described(JsonObject properties, string rid, string self)
    {
        properties["_rid"] = rid;
        properties["_self"] = self;
        properties["_etag"] = "\"00000000-0000-0000-0000-000000000001\"";
        properties["_ts"] = options.Clock.GetUtcNow().ToUnixTimeSeconds();
        return properties;
    }

    private sealed record DatabaseEntry(JsonObject Properties, string Rid)
    {
        public Dictionary<string, ItemContainer> Containers { get; } = new(StringComparer.Ordinal);
    }
}
