using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>
/// Where a partition key lies among the physical partitions: version 2 of the service's hash, which the SDK computes too when it picks a session
/// token or a range for a query. It is MurmurHash3, 128 bits for 64-bit machines, of the key's type, its UTF-8 bytes and an end mark.
/// </summary>
internal static class PartitionKeyHash
{
    /// <summary>Every hash is below this: the two highest bits are cleared.</summary>
    public static readonly UInt128 End = UInt128.One << 126;

    private const byte TextType = 0x08;
    private const byte EndMark = 0xFF;
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    public static UInt128 Of(string pk) => Murmur([TextType, .. Encoding.UTF8.GetBytes(pk), EndMark]) & (End - UInt128.One);

    private static UInt128 Murmur(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong h1 = 0, h2 = 0;
            var left = bytes;
            for (; left.Length >= 16; left = left[16..])
            {
                h1 ^= Mix1(BinaryPrimitives.ReadUInt64LittleEndian(left));
                h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
                h2 ^= Mix2(BinaryPrimitives.ReadUInt64LittleEndian(left[8..]));
                h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
            }

            Span<byte> tail = stackalloc byte[16];
            tail.Clear();
            left.CopyTo(tail);
            h2 ^= Mix2(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
            h1 ^= Mix1(BinaryPrimitives.ReadUInt64LittleEndian(tail));

            h1 ^= (ulong)bytes.Length;
            h2 ^= (ulong)bytes.Length;
            h1 += h2;
            h2 += h1;
            h1 = Final(h1);
            h2 = Final(h2);
            h1 += h2;
            h2 += h1;
            return new UInt128(h2, h1);
        }
    }

    private static ulong Mix1(ulong k) => unchecked(BitOperations.RotateLeft(k * C1, 31) * C2);

    private static ulong Mix2(ulong k) => unchecked(BitOperations.RotateLeft(k * C2, 33) * C1);

    private static ulong Final(ulong k)
    {
        unchecked
        {
            k ^= k >> 33;
            k *= 0xff51afd7ed558ccd;
            k ^= k >> 33;
            k *= 0xc4ceb9fe1a85ec53;
            return k ^ (k >> 33);
        }
    }
}
