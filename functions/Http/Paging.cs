using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Http;

/// <summary>
/// A list in pages: <c>pageSize</c> 1 to 200 (50 without) and an opaque <c>cursor</c> that belongs to this list and these filters.
/// A cursor holds nothing secret; its check only tells a mistake from a page.
/// </summary>
public sealed class Paging
{
    public const string SizeName = "pageSize";

    public const string CursorName = "cursor";

    public const int DefaultSize = 50;

    public const int MaxSize = 200;

    private const int MaxCursor = 4096;

    private readonly HttpRequest request;

    /// <summary>Reads both parameters of a query whose names include them.</summary>
    public Paging(Query query)
    {
        request = query.Request;
        Size = query.Integer(SizeName, DefaultSize, 1, MaxSize);
        Continuation = query.Text(CursorName, MaxCursor) is { } cursor ? Open(cursor) : null;
    }

    public int Size { get; }

    /// <summary>What <see cref="NextLink"/> was given for the page before; null on the first page.</summary>
    public string? Continuation { get; }

    /// <summary>The path and query of the next page; null after the last.</summary>
    public string? NextLink(string? continuation)
    {
        if (continuation is null)
        {
            return null;
        }

        var query = new QueryBuilder(request.Query
            .Where(parameter => parameter.Key != CursorName)
            .SelectMany(parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value ?? "")))
        {
            { CursorName, Seal(continuation) },
        };
        return request.PathBase + request.Path + query.ToQueryString();
    }

    /// <summary>One page of a range; the cursor and the size are this request's.</summary>
    /// <exception cref="ProblemException">400 when the store refuses the cursor.</exception>
    public Task<DocumentPage> ReadAsync(IDocumentReader store, RangeQuery range, CancellationToken cancellationToken) =>
        ReadAsync(continuation => store.RangeAsync(range with { Continuation = continuation, Size = Size }, cancellationToken));

    /// <summary>A page from where this request's cursor says.</summary>
    /// <exception cref="ProblemException">400 when the cursor is refused.</exception>
    public async Task<T> ReadAsync<T>(Func<string?, Task<T>> read)
    {
        try
        {
            return await read(Continuation);
        }
        catch (ArgumentException) when (Continuation is not null)
        {
            throw NotACursor();
        }
    }

    private string Seal(string continuation)
    {
        var text = Encoding.UTF8.GetBytes(continuation);
        var bytes = new byte[8 + text.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Check(text));
        text.CopyTo(bytes, 8);
        return Base64Url.EncodeToString(bytes);
    }

    private string Open(string cursor)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            throw NotACursor();
        }

        return bytes.Length >= 8 && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Check(bytes.AsSpan(8))
            ? Encoding.UTF8.GetString(bytes.AsSpan(8))
            : throw NotACursor();
    }

    /// <summary>Over the list, its filters and the place in it: a cursor of another list is a mistake too.</summary>
    private ulong Check(ReadOnlySpan<byte> continuation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.PathBase + request.Path));
        foreach (var (name, value) in request.Query.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            if (name is not (SizeName or CursorName))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}={value}"));
            }
        }

        hash.AppendData("\n\n"u8);
        hash.AppendData(continuation);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    private static ProblemException NotACursor() => Query.Bad(CursorName, "one from a nextLink of this very list");
}

/// <summary>A page of a list as it is sent.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextLink">Path and query of the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextLink);
