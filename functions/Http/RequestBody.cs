using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SalesPerf.Functions.Http;

/// <summary>The bytes of a request's body, decoded, in a pooled buffer: valid until disposed.</summary>
public sealed class RequestBody : IDisposable
{
    /// <summary>The most bytes of a compressed body, unless told otherwise.</summary>
    public const int MaxCompressed = 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    /// <summary>Above <see cref="RatioFloor"/> bytes, this many decoded bytes for each that was sent are the most: real JSON stays far below.</summary>
    private const int MaxRatio = 100;

    private const int RatioFloor = 1024 * 1024;

    /// <summary>Header and trailer of one member.</summary>
    private const int MinGzip = 18;

    private byte[]? buffer;

    private readonly int length;

    private RequestBody(byte[] buffer, int length) => (this.buffer, this.length) = (buffer, length);

    public ReadOnlyMemory<byte> Memory => (buffer ?? throw new ObjectDisposedException(nameof(RequestBody))).AsMemory(0, length);

    public ReadOnlySpan<byte> Span => Memory.Span;

    public int Length => length;

    /// <summary>
    /// Reads the whole body. Content-Encoding is identity or gzip, anything else is 415. More than <paramref name="maxBytes"/> (inclusive, decoded),
    /// more than <paramref name="maxCompressed"/> sent compressed, or a compression ratio no honest sender reaches is 413.
    /// </summary>
    /// <exception cref="ProblemException">413, 415, or 400 for bytes that are not gzip.</exception>
    public static async ValueTask<RequestBody> ReadAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellationToken, int maxCompressed = MaxCompressed)
    {
        if (!IsGzip(request.Headers.ContentEncoding))
        {
            return await ReadAsync(request.Body, request.ContentLength, maxBytes, cancellationToken);
        }

        using var sent = await ReadAsync(request.Body, request.ContentLength, Math.Min(maxCompressed, maxBytes), cancellationToken);
        return Decode(sent, maxBytes);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref buffer, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool IsGzip(StringValues contentEncoding)
    {
        if (contentEncoding.Count == 0)
        {
            return false;
        }

        return contentEncoding.ToString().Trim().ToUpperInvariant() switch
        {
            "" or "IDENTITY" => false,
            "GZIP" or "X-GZIP" => true,
            _ => throw (Problems.UnsupportedMediaType("Content-Encoding may be gzip or identity.") with { Header = new("Accept-Encoding", "gzip") }).ToException(),
        };
    }

    private static async ValueTask<RequestBody> ReadAsync(Stream body, long? contentLength, int maxBytes, CancellationToken cancellationToken)
    {
        if (contentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        // One byte more than announced, so that the end is seen without growing. What is announced is not trusted with memory.
        var target = new Target(maxBytes, (int)Math.Min(contentLength + 1 ?? FirstBuffer, FirstBuffer * 4));
        try
        {
            int read;
            while ((read = await body.ReadAsync(target.Free(), cancellationToken)) > 0)
            {
                target.Advance(read);
            }

            return target.ToBody();
        }
        catch
        {
            target.Return();
            throw;
        }
    }

    private static RequestBody Decode(RequestBody sent, int maxBytes)
    {
        var target = new Target(maxBytes, Math.Max(FirstBuffer, sent.Length * 4));
        try
        {
            using var source = new MemoryStream(sent.buffer!, 0, sent.Length, writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            int read;
            while ((read = gzip.Read(target.Free().Span)) > 0)
            {
                target.Advance(read);
                if (target.Length > RatioFloor && target.Length / MaxRatio > sent.Length)
                {
                    throw Problems.PayloadTooLarge("The body is compressed beyond what is taken here.").ToException();
                }
            }

            // The stream takes a cut-off end for the end; the length in the trailer does not.
            return sent.Length >= MinGzip && BinaryPrimitives.ReadUInt32LittleEndian(sent.Span[^4..]) == target.Length
                ? target.ToBody()
                : throw new InvalidDataException();
        }
        catch (InvalidDataException)
        {
            target.Return();
            throw Problems.BadRequest("The body is not valid gzip, or not all of it.").ToException();
        }
        catch
        {
            target.Return();
            throw;
        }
    }

    private static ProblemException TooLarge(int maxBytes) =>
        Problems.PayloadTooLarge($"At most {maxBytes} bytes are taken here.").ToException();

    /// <summary>A pooled buffer that grows up to one byte more than is allowed.</summary>
    private struct Target(int maxBytes, int firstSize)
    {
        private byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, firstSize));

        public int Length { get; private set; }

        public Memory<byte> Free()
        {
            if (Length == bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(bytes.Length * 2L, maxBytes + 1L));
                bytes.AsSpan(0, Length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }

            return bytes.AsMemory(Length, (int)Math.Min(bytes.Length - Length, maxBytes + 1L - Length));
        }

        public void Advance(int read)
        {
            Length += read;
            if (Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }
        }

        public readonly RequestBody ToBody() => new(bytes, Length);

        public readonly void Return() => ArrayPool<byte>.Shared.Return(bytes);
    }
}
