using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback.Items;
using SalesPerf.CosmosLoopback.Queries;
using SalesPerf.CosmosLoopback.Wire;

namespace SalesPerf.CosmosLoopback;

/// <summary>Does what a request asks for.</summary>
internal sealed class AccountRequests(LoopbackOptions options, AccountResources resources)
{
    private const int MaxBatchOperations = 100;

    /// <summary>The most bytes of a request: the documents' two megabytes and what wraps them.</summary>
    private const int MaxRequestBytes = 2_202_010;

    private const string SessionHeader = "x-ms-session-token";

    public int ReplicaLag { get; set; } = options.ReplicaLag;

    /// <summary>What the request is about, before anything is done.</summary>
    public static async Task<(LoopbackOperation Operation, IReadOnlyList<ItemOperation> Batch)> ReadAsync(LoopbackRequest request)
    {
        if (request.Path is not ["dbs", _, "colls", _, "docs", ..])
        {
            return (new(OperationKind.Metadata, null, []), []);
        }

        if (request.Path.Count == 6)
        {
            var kind = request.Method switch
            {
                "GET" => OperationKind.Read,
                "PUT" => OperationKind.Replace,
                "DELETE" => OperationKind.Delete,
                _ => throw new Refused(405, $"No {request.Method} of a document."),
            };
            return (new(kind, request.Pk, [request.Path[5]]), []);
        }

        if (request.Is("x-ms-cosmos-is-batch-request"))
        {
            var batch = await BatchRequest.ReadAsync(request.Body);
            return (new(OperationKind.Batch, request.Pk, [.. batch.Select(operation => operation.Id ?? IdOf(operation.Body))]), batch);
        }

        if (request.Is("x-ms-cosmos-is-query-plan-request"))
        {
            return (new(OperationKind.QueryPlan, request.Pk, []), []);
        }

        return request.Is("x-ms-documentdb-isquery") ? (new(OperationKind.Query, request.Pk, []), [])
            : (new(request.Is("x-ms-documentdb-is-upsert") ? OperationKind.Upsert : OperationKind.Create, request.Pk, [IdOf(request.Body)]), []);
    }

    /// <summary>A batch of which the first operation is refused.</summary>
    public static async Task<LoopbackAnswer> RefuseAsync(int status, IReadOnlyList<ItemOperation> batch) =>
        new(207, await BatchResponse.WriteAsync([.. batch.Select((_, index) => new ItemResult(index == 0 ? status : 424))]))
        {
            IsBinary = true,
            Counts = new() { Commits = 1, ChargeEstimate = Charges.Refused },
        };

    public async Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request, LoopbackOperation operation, IReadOnlyList<ItemOperation> batch, Uri endpoint)
    {
        if (operation.Kind == OperationKind.Metadata)
        {
            return Metadata(request, endpoint);
        }

        var container = resources.Container(request.Path[1], request.Path[3]);
        if (request.Body.Length > MaxRequestBytes)
        {
            throw new Refused(413, $"The request has {request.Body.Length} bytes.");
        }

        return operation.Kind switch
        {
            OperationKind.Read => Read(container, request, operation),
            OperationKind.Query => Query(container, request, operation),
            OperationKind.QueryPlan => Plan(request),
            OperationKind.Batch => await BatchAsync(container, request, Pk(operation), batch),
            _ => Write(container, request, operation),
        };
    }

    private LoopbackAnswer Metadata(LoopbackRequest request, Uri endpoint)
    {
        var (status, body) = (request.Method, request.Path) switch
        {
            ("GET", []) => (200, resources.Account(endpoint)),
            ("POST", ["dbs"]) => (201, resources.CreateDatabase(Body(request))),
            ("GET", ["dbs", var database]) => (200, resources.Database(database)),
            ("POST", ["dbs", var database, "colls"]) => (201, resources.CreateContainer(database, Body(request))),
            ("GET", ["dbs", var database, "colls", var container]) => (200, resources.Container(database, container).Properties),
            ("GET", ["dbs", var database, "colls", var container, "pkranges"]) => Ranges(resources.Container(database, container), request),
            _ => throw new Refused(404, $"No {request.Method} of /{string.Join('/', request.Path)} here."),
        };
        return new(status, status == 304 ? default : Encoding.UTF8.GetBytes(body.ToJsonString()))
        {
            Headers = { ["etag"] = "\"1\"" },
            Counts = new() { Metadata = 1 },
        };
    }

    private static (int Status, JsonObject Body) Ranges(ItemContainer container, LoopbackRequest request)
    {
        var range = new JsonObject
        {
            ["_rid"] = Rids.Range(container.Rid),
            ["id"] = "0",
            ["_etag"] = "\"1\"",
            ["minInclusive"] = "",
            ["maxExclusive"] = "FF",
            ["ridPrefix"] = 0,
            ["_self"] = $"{(string?)container.Properties["_self"]}pkranges/{Rids.Range(container.Rid)}/",
            ["throughputFraction"] = 1,
            ["status"] = "online",
            ["parents"] = new JsonArray(),
            ["_ts"] = 1,
        };
        return request["If-None-Match"] == "\"1\""
            ? (304, [])
            : (200, new() { ["_rid"] = container.Rid, ["PartitionKeyRanges"] = new JsonArray(range), ["_count"] = 1 });
    }

    private LoopbackAnswer Read(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        var lsn = ReplicaOf(container, request);
        var result = container.Read(Pk(operation), operation.Ids[0], request["If-None-Match"], lsn);
        return Numbered(One(request, result) with { Counts = new() { Reads = 1, ChargeEstimate = result.Charge } }, lsn);
    }

    private static LoopbackAnswer Write(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        var item = new ItemOperation(operation.Kind, request.Path.ElementAtOrDefault(5), request.Body, request["If-Match"], null, request.IsMinimal);
        var result = container.Commit(Pk(operation), [item])[0];
        var counts = new LoopbackCounts { Commits = 1, Writes = result.IsSuccess ? 1 : 0, BytesWritten = result.IsSuccess ? result.Bytes : 0, ChargeEstimate = result.Charge };
        return Numbered(One(request, result) with { Counts = counts }, container.Lsn);
    }

    private static LoopbackAnswer One(LoopbackRequest request, ItemResult result) => result.Status >= 400
        ? LoopbackAnswer.Error(result.Status, result.SubStatus, result.Message ?? $"{request.Method} was refused.", null)
        : new LoopbackAnswer(result.Status, result.Json) { Headers = result.ETag is null ? [] : new() { ["etag"] = result.ETag } };

    private static async Task<LoopbackAnswer> BatchAsync(ItemContainer container, LoopbackRequest request, string pk, IReadOnlyList<ItemOperation> batch)
    {
        if (batch.Count is 0 or > MaxBatchOperations)
        {
            throw new Refused(400, $"A batch of {batch.Count} operations.");
        }

        var results = container.Commit(pk, batch);
        var isDone = results.All(result => result.IsSuccess);
        var answer = new LoopbackAnswer(isDone ? 200 : 207, await BatchResponse.WriteAsync(results))
        {
            IsBinary = true,
            Counts = new()
            {
                Commits = 1,
                Writes = isDone ? results.Count : 0,
                BytesWritten = isDone ? results.Sum(result => (long)result.Bytes) : 0,
                ChargeEstimate = results.Sum(result => result.Charge),
            },
        };
        return Numbered(answer, container.Lsn);
    }

    private LoopbackAnswer Query(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        var asked = int.TryParse(request["x-ms-max-item-count"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : int.MaxValue;
        var size = Math.Min(asked, options.MaxPageItems);
        var lsn = ReplicaOf(container, request);
        var page = QueryPage.Read(container, QueryParser.Parse(request.Body), operation.Pk, request["x-ms-continuation"], size, lsn);
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes($"{{\"_rid\":\"{container.Rid}\",\"Documents\":["));
        for (var index = 0; index < page.Items.Count; index++)
        {
            body.Write(index > 0 ? ","u8 : []);
            body.Write(page.Items[index].Json.Span);
        }

        body.Write(Encoding.UTF8.GetBytes($"],\"_count\":{page.Items.Count}}}"));
        var answer = new LoopbackAnswer(200, body.ToArray()) { Counts = new() { Queries = 1, ChargeEstimate = Charges.Query(body.Length, page.Items.Count) } };
        if (page.Continuation is { } continuation)
        {
            answer.Headers["x-ms-continuation"] = continuation;
        }

        // A query sent without a plan: one partition answers it whole.
        answer.Headers["x-ms-cosmos-query-requiresdistribution"] = "False";
        answer.Headers["x-ms-item-count"] = page.Items.Count.ToString(CultureInfo.InvariantCulture);
        return Numbered(answer, lsn);
    }

    // The one partition key range answers all, so the plan is to send the query there as it is.
    private static LoopbackAnswer Plan(LoopbackRequest request)
    {
        var query = QueryParser.Parse(request.Body);
        var plan = new JsonObject
        {
            ["partitionedQueryExecutionInfoVersion"] = 2,
            ["queryInfo"] = new JsonObject
            {
                ["distinctType"] = "None",
                ["orderBy"] = query.OrderBy is null ? [] : new JsonArray(query.Descending ? "Descending" : "Ascending"),
                ["orderByExpressions"] = query.OrderBy is null ? [] : new JsonArray($"c.{query.OrderBy}"),
                ["groupByExpressions"] = new JsonArray(),
                ["groupByAliases"] = new JsonArray(),
                ["aggregates"] = new JsonArray(),
                ["groupByAliasToAggregateType"] = new JsonObject(),
                ["rewrittenQuery"] = "",
                ["hasSelectValue"] = false,
            },
            ["queryRanges"] = new JsonArray(new JsonObject { ["min"] = "", ["max"] = "FF", ["isMinInclusive"] = true, ["isMaxInclusive"] = false }),
        };
        return new(200, Encoding.UTF8.GetBytes(plan.ToJsonString())) { Counts = new() { Metadata = 1 } };
    }

    // Which commits the answering replica has.
    private long ReplicaOf(ItemContainer container, LoopbackRequest request)
    {
        var last = container.Lsn;
        var level = options.Consistency;
        if (request["x-ms-consistency-level"] is { } asked)
        {
            level = Enum.Parse<ConsistencyLevel>(asked);
            if (level < options.Consistency)
            {
                throw new Refused(400, $"{asked} is stronger than the account's {options.Consistency}.");
            }
        }

        if (level == ConsistencyLevel.Strong)
        {
            return last;
        }

        // "0:-1#17": the partition key range, and the last commit that the session has seen.
        var seen = level == ConsistencyLevel.Session && request[SessionHeader] is { } token
            ? long.Parse(token[(token.LastIndexOf('#') + 1)..], CultureInfo.InvariantCulture)
            : 0;
        return seen > last ? throw new Refused(404, "No replica has what the session has seen.", 1002) : Math.Max(seen, last - ReplicaLag);
    }

    // What a session has then seen: the last commit, or as much of it as the replica had.
    private static LoopbackAnswer Numbered(LoopbackAnswer answer, long lsn)
    {
        answer.Headers[SessionHeader] = string.Create(CultureInfo.InvariantCulture, $"0:-1#{lsn}");
        answer.Headers["lsn"] = lsn.ToString(CultureInfo.InvariantCulture);
        answer.Headers["x-ms-documentdb-partitionkeyrangeid"] = "0";
        return answer;
    }

    private static string Pk(LoopbackOperation operation) => operation.Pk ?? throw new Refused(400, "The request has no partition key.");

    private static string IdOf(ReadOnlyMemory<byte> item)
    {
        try
        {
            return (string?)JsonNode.Parse(item.Span)?["id"] ?? "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static JsonObject Body(LoopbackRequest request) => JsonNode.Parse(request.Body) as JsonObject ?? throw new Refused(400, "The body is not an object.");
}
