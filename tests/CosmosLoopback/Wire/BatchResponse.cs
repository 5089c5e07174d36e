using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using SalesPerf.CosmosLoopback.Items;
using HybridRowResult = Microsoft.Azure.Cosmos.Serialization.HybridRow.Result;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>Writes the results of a transactional batch.</summary>
internal static class BatchResponse
{
    private const int RowBytes = 256;

    public static async Task<byte[]> WriteAsync(IReadOnlyList<ItemResult> results)
    {
        using var stream = new MemoryStream();
        var written = await stream.WriteRecordIOAsync(default, (long index, out ReadOnlyMemory<byte> buffer) =>
        {
            buffer = default;
            if (index >= results.Count)
            {
                return HybridRowResult.Success;
            }

            var resizer = new MemorySpanResizer<byte>(RowBytes + results[(int)index].Json.Length);
            var row = new RowBuffer(resizer.Memory.Length, resizer);
            row.InitLayout(HybridRowVersion.V1, BatchSchema.Result, BatchSchema.Resolver);
            var result = RowWriter.WriteBuffer(ref row, results[(int)index], Write);
            buffer = resizer.Memory[..row.Length];
            return result;
        });
        return written == HybridRowResult.Success ? stream.ToArray() : throw new InvalidOperationException($"The results cannot be written: {written}.");
    }

    private static HybridRowResult Write(ref RowWriter writer, TypeArgument type, ItemResult item)
    {
        var result = writer.WriteInt32("statusCode", item.Status);
        if (result == HybridRowResult.Success && item.SubStatus != 0)
        {
            result = writer.WriteInt32("subStatusCode", item.SubStatus);
        }

        if (result == HybridRowResult.Success && item.ETag is not null)
        {
            result = writer.WriteString("eTag", item.ETag);
        }

        if (result == HybridRowResult.Success && !item.Json.IsEmpty)
        {
            result = writer.WriteBinary("resourceBody", item.Json.Span);
        }

        return result == HybridRowResult.Success ? writer.WriteFloat64("requestCharge", item.Charge) : result;
    }
}
