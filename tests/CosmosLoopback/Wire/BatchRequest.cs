using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using SalesPerf.CosmosLoopback.Items;
using HybridRowResult = Microsoft.Azure.Cosmos.Serialization.HybridRow.Result;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>Reads the operations of a transactional batch.</summary>
internal static class BatchRequest
{
    // Numbers of operations on the wire.
    private const int Create = 0;
    private const int Read = 2;
    private const int Delete = 4;
    private const int Replace = 5;
    private const int Upsert = 20;

    public static async Task<IReadOnlyList<ItemOperation>> ReadAsync(byte[] body)
    {
        var operations = new List<ItemOperation>();
        using var stream = new MemoryStream(body, writable: false);
        var result = await stream.ReadRecordIOAsync(
            (ReadOnlyMemory<byte> record) =>
            {
                var row = new RowBuffer(record.Length);
                if (!row.ReadFrom(record.Span, HybridRowVersion.V1, BatchSchema.Resolver))
                {
                    return HybridRowResult.Failure;
                }

                var reader = new RowReader(ref row);
                var read = Operation(ref reader, out var operation);
                operations.Add(operation);
                return read;
            },
            resizer: new MemorySpanResizer<byte>(body.Length));
        return result == HybridRowResult.Success ? operations : throw new Refused(400, "The batch cannot be read.");
    }

    private static HybridRowResult Operation(ref RowReader reader, out ItemOperation operation)
    {
        operation = new ItemOperation(OperationKind.Metadata, null, default, null, null, false);
        while (reader.Read())
        {
            HybridRowResult result;
            switch (reader.Path.ToString())
            {
                case "operationType":
                    result = reader.ReadInt32(out var type);
                    operation = operation with { Kind = Kind(type) };
                    break;
                case "id":
                    result = reader.ReadString(out string id);
                    operation = operation with { Id = id };
                    break;
                case "resourceBody":
                    result = reader.ReadBinary(out byte[] body);
                    operation = operation with { Body = body };
                    break;
                case "ifMatch":
                    result = reader.ReadString(out string match);
                    operation = operation with { IfMatch = match };
                    break;
                case "ifNoneMatch":
                    result = reader.ReadString(out string noneMatch);
                    operation = operation with { IfNoneMatch = noneMatch };
                    break;
                case "minimalReturnPreference":
                    result = reader.ReadBool(out var isMinimal);
                    operation = operation with { IsMinimal = isMinimal };
                    break;
                default:
                    result = HybridRowResult.Success;
                    break;
            }

            if (result != HybridRowResult.Success)
            {
                return result;
            }
        }

        return HybridRowResult.Success;
    }

    private static OperationKind Kind(int type) => type switch
    {
        Create => OperationKind.Create,
        Read => OperationKind.Read,
        Delete => OperationKind.Delete,
        Replace => OperationKind.Replace,
        Upsert => OperationKind.Upsert,
        _ => throw new Refused(400, $"This account does not know operation {type}."),
    };
}
