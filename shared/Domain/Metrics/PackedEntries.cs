using System.Buffers.Binary;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Sorted entries packed into bytes: 8 bytes of hash alone (<see cref="Keys"/>), or with 8 bytes of UTC ticks (<see cref="Times"/>). Big-endian.
/// </summary>
internal static class PackedEntries
{
    public const int Keys = 8;
    public const int Times = 16;

    public static bool IsSampled(ulong hash, int bits) => bits == 0 || hash >> (64 - bits) == 0;

    public static ulong HashAt(ReadOnlySpan<byte> packed, int offset) => BinaryPrimitives.ReadUInt64BigEndian(packed[offset..]);

    public static long TicksAt(ReadOnlySpan<byte> packed, int offset) => BinaryPrimitives.ReadInt64BigEndian(packed[(offset + Keys)..]);

    /// <summary>The same array when nothing is new.</summary>
    public static byte[] Union(byte[]? packed, IReadOnlySet<ulong> added)
    {
        var known = packed ?? [];
        ulong[] hashes = [.. added];
        Array.Sort(hashes);

        // Both are in order: what lies between two new ones is copied as it is.
        var result = new byte[known.Length + (hashes.Length * Keys)];
        var (from, to) = (0, 0);
        foreach (var hash in hashes)
        {
            var end = from;
            while (end < known.Length && HashAt(known, end) < hash)
            {
                end += Keys;
            }

            known.AsSpan(from, end - from).CopyTo(result.AsSpan(to));
            (from, to) = (end, to + end - from);
            if (from == known.Length || HashAt(known, from) != hash)
            {
                BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(to), hash);
                to += Keys;
            }
        }

        known.AsSpan(from).CopyTo(result.AsSpan(to));
        to += known.Length - from;
        return to == known.Length ? known : result[..to];
    }

    /// <summary>Keeps the better instant of each hash. The same array when nothing changes.</summary>
    public static byte[] Merge(byte[]? packed, IReadOnlyDictionary<ulong, long> added, Func<long, long, long> better)
    {
        var known = packed ?? [];
        var all = new SortedDictionary<ulong, long>();
        for (var offset = 0; offset < known.Length; offset += Times)
        {
            all[HashAt(known, offset)] = TicksAt(known, offset);
        }

        var isChanged = false;
        foreach (var (hash, ticks) in added)
        {
            var best = all.TryGetValue(hash, out var before) ? better(before, ticks) : ticks;
            isChanged |= !all.ContainsKey(hash) || best != before;
            all[hash] = best;
        }

        if (!isChanged)
        {
            return known;
        }

        var result = new byte[all.Count * Times];
        var at = 0;
        foreach (var (hash, ticks) in all)
        {
            BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(at), hash);
            BinaryPrimitives.WriteInt64BigEndian(result.AsSpan(at + Keys), ticks);
            at += Times;
        }

        return result;
    }

    /// <summary>The entries that a sample of so many bits keeps: a prefix, since entries are sorted.</summary>
    public static byte[] Sample(byte[] packed, int size, int bits)
    {
        var end = 0;
        while (end < packed.Length && IsSampled(HashAt(packed, end), bits))
        {
            end += size;
        }

        return end == packed.Length ? packed : packed[..end];
    }
}
