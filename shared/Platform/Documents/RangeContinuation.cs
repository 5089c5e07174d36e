using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Platform.Documents;

/// <summary>
/// Where a page of a range ended: the instant and id of its last document, so inserts before or after move nothing.
/// The text carries a digest over itself and the query it belongs to.
/// </summary>
public static class RangeContinuation
{
    private const int DigestBytes = 12;
    private const int AtBytes = 8;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The continuation after the document at (<paramref name="at"/>, <paramref name="id"/>).</summary>
    public static string After(RangeQuery query, DateTimeOffset at, string id)
    {
        var name = Encoding.UTF8.GetBytes(id);
        var bytes = new byte[DigestBytes + AtBytes + name.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(DigestBytes), at.UtcTicks);
        name.CopyTo(bytes.AsSpan(DigestBytes + AtBytes));
        Digest(query, bytes.AsSpan(DigestBytes)).CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The position in a continuation.</summary>
    /// <exception cref="ArgumentException">The text is not a continuation of this query.</exception>
    public static (DateTimeOffset At, string Id) Read(RangeQuery query, string continuation)
    {
        if (!Base64Url.IsValid(continuation, out var length) || length <= DigestBytes + AtBytes)
        {
            throw Foreign(query);
        }

        var bytes = Base64Url.DecodeFromChars(continuation);
        var position = bytes.AsSpan(DigestBytes);
        if (!bytes.AsSpan(0, DigestBytes).SequenceEqual(Digest(query, position)))
        {
            throw Foreign(query);
        }

        return (new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(position), TimeSpan.Zero), Strict.GetString(position[AtBytes..]));
    }

    private static ReadOnlySpan<byte> Digest(RangeQuery query, ReadOnlySpan<byte> position)
    {
        var text = Encoding.UTF8.GetBytes($"{query.Pk.Length}:{query.Pk}{query.Kind}~{query.From?.UtcTicks}~{query.To?.UtcTicks}~{query.Descending}~");
        return SHA256.HashData([.. text, .. position]).AsSpan(0, DigestBytes);
    }

    private static ArgumentException Foreign(RangeQuery query) => new("The continuation was not made by this query.", nameof(query));
}
