using System.Buffers;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// Atoms as bytes, some eight an atom: how far each value lies above the one before, then how much is added to F there, in units of 2^−48; both as groups of seven
/// bits, the lowest first. That is 2 × 10^−15 of a probability, less than what adding up doubles loses, and a ten-thousandth of what quantiles allow for. An atom of less is left out.
/// </summary>
internal static class PackedAtoms
{
    private const double One = 1L << 48;

    public static byte[] Pack(IReadOnlyList<long> values, IReadOnlyList<double> masses)
    {
        var packed = new ArrayBufferWriter<byte>(16 + (8 * values.Count));
        var (value, sum, reached) = (0L, 0d, 0L);
        for (var i = 0; i < values.Count; i++)
        {
            sum += masses[i];
            var next = (long)Math.Round(sum * One);
            if (next > reached)
            {
                Write(packed, reached == 0L ? Signless(values[i]) : (ulong)(values[i] - value));
                Write(packed, (ulong)(next - reached));
                (value, reached) = (values[i], next);
            }
        }

        return packed.WrittenSpan.ToArray();
    }

    public static Atoms Unpack(int digits, ReadOnlySpan<byte> packed)
    {
        var (values, masses) = (new List<long>(packed.Length / 6), new List<double>(packed.Length / 6));
        while (!packed.IsEmpty)
        {
            var step = Read(ref packed);
            values.Add(values.Count == 0 ? Signed(step) : values[^1] + (long)step);
            masses.Add(Read(ref packed) / One);
        }

        return Atoms.Sorted(digits, [.. values], [.. masses]);
    }

    /// <summary>0, −1, 1, −2 … as 0, 1, 2, 3 …</summary>
    private static ulong Signless(long value) => unchecked(((ulong)value << 1) ^ (ulong)(value >> 63));

    private static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static void Write(ArrayBufferWriter<byte> packed, ulong value)
    {
        var bytes = packed.GetSpan(10);
        var count = 0;
        for (; value > 0x7F; value >>= 7)
        {
            bytes[count++] = (byte)((value & 0x7F) | 0x80);
        }

        bytes[count++] = (byte)value;
        packed.Advance(count);
    }

    private static ulong Read(ref ReadOnlySpan<byte> packed)
    {
        var (value, shift, i) = (0UL, 0, 0);
        for (; (packed[i] & 0x80) != 0; i++, shift += 7)
        {
            value |= (ulong)(packed[i] & 0x7F) << shift;
        }

        value |= (ulong)packed[i] << shift;
        packed = packed[(i + 1)..];
        return value;
    }
}
