using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Http;

/// <summary>
/// The caller's name for one attempt to create something. The first request under it creates; every repeat gets the first answer.
/// The record goes into the same commit as what is created, as document <see cref="DocumentId"/> of the same partition, and is created there,
/// never replaced: who loses that create reads the record and answers with it.
/// </summary>
/// <param name="Hash">Of the caller and the key: two callers never share one.</param>
/// <param name="Fingerprint">Of method, path and body: what the key stands for.</param>
public sealed record IdempotencyKey(string Hash, string Fingerprint)
{
    public const string HeaderName = "Idempotency-Key";

    public const string Kind = "idempotency";

    /// <summary>Seconds a record is kept: a day covers every retry that is one.</summary>
    public const int TimeToLive = 24 * 60 * 60;

    private const int MaxLength = 255;

    public string DocumentId => Key.Of(Kind, Hash);

    /// <summary>
    /// Null without the header. A key is 1 to 255 visible ASCII characters, in double quotes or bare. <paramref name="principalId"/> is who asks.
    /// </summary>
    /// <exception cref="ProblemException">400 for a key that is none.</exception>
    public static IdempotencyKey? Read(HttpRequest request, string principalId, ReadOnlySpan<byte> body)
    {
        var header = request.Headers[HeaderName];
        if (header.Count == 0)
        {
            return null;
        }

        var text = header.ToString();
        var key = text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        if (header.Count > 1 || key.Length is 0 or > MaxLength || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw Problems.BadRequest($"{HeaderName} must be 1 to {MaxLength} visible ASCII characters without blanks.").ToException();
        }

        return new(Digest(Encoding.UTF8.GetBytes($"{principalId}\n{key}"), default), Digest(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), body));
    }

    /// <summary>The record to store beside what was created.</summary>
    public IdempotencyRecord Record(int status, string? location, string? etag, string? body) => new(Fingerprint, status, location, etag, body);

    /// <exception cref="ProblemException">422 when the key came with another request.</exception>
    internal void RequireSame(IdempotencyRecord record)
    {
        if (record.Fingerprint != Fingerprint)
        {
            throw Problems.IdempotencyKeyReused().ToException();
        }
    }

    private static string Digest(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}

/// <summary>The first answer under an idempotency key.</summary>
/// <param name="Fingerprint">Of the request it answered.</param>
/// <param name="Status">201, as a rule.</param>
/// <param name="Location">Where the thing created is.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Body">JSON text; null for an answer without body.</param>
public sealed record IdempotencyRecord(string Fingerprint, int Status, string? Location, string? ETag, string? Body);
