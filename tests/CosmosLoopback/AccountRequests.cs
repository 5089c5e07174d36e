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

    private const string ConsistencyHeader = "x-ms-consistency-level";
    private const string SessionHeader = "x-ms-session-token";
    private const string RangeHeader = "x-ms-documentdb-partitionkeyrangeid";

    /// <summary>What the request is about, before anything is done.</summary>
    public static async Task<(LoopbackOperation Operation, IReadOnlyList<ItemOperation> Batch)> ReadAsync(LoopbackRequest request)
    {
        var (operation, batch) = await ReadKindAsync(request);
        return (operation with { Consistency = request[ConsistencyHeader] is { } level ? Enum.Parse<ConsistencyLevel>(level) : null }, batch);
    }

    private static async Task<(LoopbackOperation Operation, IReadOnlyList<ItemOperation> Batch)> ReadKindAsync(LoopbackRequest request)
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
            ("GET", ["dbs", var database, "colls", var container, "pkranges"]) => (200, Ranges(resources.Container(database, container))),
            _ => throw new Refused(404, $"No {request.Method} of /{string.Join('/', request.Path)} here."),
        };
        var etag = (string?)body["_etag"] ?? "\"1\"";
        var isKnown = request.Path is [.., "pkranges"] && request["If-None-Match"] == etag;
        return new(isKnown ? 304 : status, isKnown ? default : Encoding.UTF8.GetBytes(body.ToJsonString()))
        {
            Headers = { ["etag"] = etag },
            Counts = new() { Metadata = 1 },
        };
    }

    private static JsonObject Ranges(ItemContainer container)
    {
        var (etag, all) = container.Ranges;
        return new() { ["_rid"] = container.Rid, ["_etag"] = etag, ["PartitionKeyRanges"] = all, ["_count"] = all.Count };
    }

    // Which physical partition answers: that of the key, or the one that a request without a key names.
    private static (string Id, IReadOnlyList<string> Names, long Lsn) Where(ItemContainer container, LoopbackRequest request, string? pk)
    {
        var asked = request[RangeHeader] is { } id ? container.Range(id) : default;
        var where = pk is not null ? container.Where(pk) : asked;
        return where.Id is null ? throw new Refused(400, "A query across partitions.")
            : asked.Id is not null && asked.Id != where.Id ? throw new Refused(400, $"The key {pk} is in {where.Id}, not in {asked.Id}.")
            : where;
    }

    private LoopbackAnswer Read(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        var where = Where(container, request, Pk(operation));
        var lsn = ReplicaOf(where.Names, where.Lsn, request);
        var result = container.Read(Pk(operation), operation.Ids[0], request["If-None-Match"], lsn);
        return Numbered(One(request, result) with { Counts = new() { Reads = 1, ChargeEstimate = result.Charge } }, container, where.Id, lsn);
    }

    private static LoopbackAnswer Write(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        _ = Where(container, request, Pk(operation));
        var item = new ItemOperation(operation.Kind, request.Path.ElementAtOrDefault(5), request.Body, request["If-Match"], null, request.IsMinimal);
        var result = container.Commit(Pk(operation), [item])[0];
        var counts = new LoopbackCounts { Commits = 1, Writes = result.IsSuccess ? 1 : 0, BytesWritten = result.IsSuccess ? result.Bytes : 0, ChargeEstimate = result.Charge };
        return Committed(One(request, result) with { Counts = counts }, container, Pk(operation));
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

        _ = Where(container, request, pk);
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
        return Committed(answer, container, pk);
    }

    private LoopbackAnswer Query(ItemContainer container, LoopbackRequest request, LoopbackOperation operation)
    {
        var asked = int.TryParse(request["x-ms-max-item-count"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : int.MaxValue;
        var size = Math.Min(asked, options.MaxPageItems);
        var where = Where(container, request, operation.Pk);
        var lsn = ReplicaOf(where.Names, where.Lsn, request);
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
        return Numbered(answer, container, where.Id, lsn);
    }

    // One partition key range answers all, so the plan is to send the query there as it is.
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
    private long ReplicaOf(IReadOnlyList<string> names, long last, LoopbackRequest request)
    {
        var level = options.Consistency;
        if (request[ConsistencyHeader] is { } asked)
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

        var seen = level == ConsistencyLevel.Session && request[SessionHeader] is { } token ? Seen(names, token) : 0;
        return seen > last ? throw new Refused(404, "No replica has what the session has seen.", 1002) : Math.Max(seen, last - options.ReplicaLag);
    }

    // "0:-1#17,1:-1#5": partition key ranges, and the last commits that the session has seen there, or before a split in what they were made of.
    private static long Seen(IReadOnlyList<string> names, string token) => token.Split(',')
        .Select(one => one.Split(':'))
        .Where(one => names.Contains(one[0]))
        .Select(one => long.Parse(one[1][(one[1].LastIndexOf('#') + 1)..], CultureInfo.InvariantCulture))
        .DefaultIfEmpty(0)
        .Max();

    private static LoopbackAnswer Committed(LoopbackAnswer answer, ItemContainer container, string pk)
    {
        var (id, _, lsn) = container.Where(pk);
        return Numbered(answer, container, id, lsn);
    }

    // What a session has then seen: the last commit, or as much of it as the replica had.
    private static LoopbackAnswer Numbered(LoopbackAnswer answer, ItemContainer container, string range, long lsn)
    {
        // As the service does: by this the SDK knows whose token it is, and keeps it.
        answer.Headers["x-ms-content-path"] = container.Rid;
        answer.Headers[SessionHeader] = string.Create(CultureInfo.InvariantCulture, $"{range}:-1#{lsn}");
        answer.Headers["lsn"] = lsn.ToString(CultureInfo.InvariantCulture);
        answer.Headers[RangeHeader] = range;
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
