using System.Buffers.Binary;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>Resource ids: 4 bytes for a database, 8 for a container, 16 for what is in one, as base64 with <c>-</c> for <c>/</c>.</summary>
internal static class Rids
{
    // The first bit of a container's own four bytes tells it from a user of the database.
    private const uint ContainerBit = 0x8000_0000;

    // The last byte says what is in the container: documents 0, partition key ranges 5.
    private const byte RangeType = 0x50;

    public static string Database(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Text(bytes);
    }

    public static string Container(string database, int number)
    {
        var bytes = new byte[8];
        Bytes(database).CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), ContainerBit | (uint)number);
        return Text(bytes);
    }

    public static string Document(string container, long number) => Inside(container, number, 0);

    public static string Range(string container, int number) => Inside(container, number + 2, RangeType);

    private static string Inside(string container, long number, byte type)
    {
        var bytes = new byte[16];
        Bytes(container).CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), number);
        bytes[15] = type;
        return Text(bytes);
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');

    private static byte[] Bytes(string rid) => Convert.FromBase64String(rid.Replace('-', '/'));
}
