using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// What distinct and replied metrics keep instead of values: the first 8 bytes of a SHA-256, as a big-endian number.
/// Two different values meet with a probability of about n² / 2⁶⁵: one in 90 billion for 20,000 keys.
/// </summary>
internal static class RollupKeys
{
    /// <summary>The text a distinct metric counts; null when the activity has no such value.</summary>
    public static string? Of(MetricRule rule, in MetricSubject subject)
    {
        if (rule.Field is not { } field || subject.Text(field) is not { } value)
        {
            return null;
        }

        var inSource = field.IsRecordId ? Joined(subject.Source, value) : value;
        return rule.Per switch
        {
            "account" => subject.Account is { Length: > 0 } account ? Joined(Joined(subject.Source, account), inSource) : null,
            _ => inSource,
        };
    }

    public static string Conversation(in MetricSubject subject) => Joined(subject.Source, subject.Conversation!);

    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (size <= 512)
        {
            Span<byte> bytes = stackalloc byte[512];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>The length in front keeps ("a", "bc") apart from ("ab", "c").</summary>
    private static string Joined(string first, string second) =>
        string.Create(CultureInfo.InvariantCulture, $"{first.Length}:{first}{second}");
}
