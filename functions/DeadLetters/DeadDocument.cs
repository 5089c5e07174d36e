using System.IO.Compression;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>What can never succeed as it stands, kept with its bytes and the reason until somebody looks.</summary>
/// <param name="Id">Made of the message's id, or of what was rejected.</param>
/// <param name="At">When it was received.</param>
/// <param name="Queue">The queue it came from; null for what a source's webhook brought and no queue ever had.</param>
/// <param name="Reason">Why it can never succeed.</param>
/// <param name="Source">The source, where it is known.</param>
/// <param name="Key">The event key, where it is known.</param>
/// <param name="Body">The message, or the item as received (of a batch in brackets).</param>
public sealed record DeadDocument(string Id, DateTimeOffset At, string? Queue, string Reason, string? Source, string? Key, string Body)
{
    /// <summary>The <see cref="Encoding"/> of bytes that are no valid UTF-8.</summary>
    public const string Base64 = "base64";

    /// <summary>The <see cref="Encoding"/> of bodies over 64 KB: base64 of the bytes as gzip.</summary>
    public const string Gzip = "gzip";

    private const int MaxPlain = 64 * 1024;

    // As base64 in JSON it is under a store's two megabytes, even where it can't be made smaller.
    private const int MaxBytes = 1_200_000;

    /// <summary>How the body is written: null is as it came, or <see cref="Base64"/>, or <see cref="Gzip"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>True when there was more of the body: it had over 1,200,000 bytes.</summary>
    public bool IsCut { get; init; }

    /// <summary>Of a webhook's item: the headers that say something of it.</summary>
    public SortedDictionary<string, string>? Headers { get; init; }

    /// <summary>When it was last sent again; null when it never was, or has failed again since.</summary>
    public DateTimeOffset? RedrivenAt { get; init; }

    /// <summary>The body as it came.</summary>
    public byte[] Bytes()
    {
        switch (Encoding)
        {
            case Base64:
                return Convert.FromBase64String(Body);
            case Gzip:
                using (var from = new GZipStream(new MemoryStream(Convert.FromBase64String(Body)), CompressionMode.Decompress))
                {
                    var to = new MemoryStream();
                    from.CopyTo(to);
                    return to.ToArray();
                }

            default:
                return System.Text.Encoding.UTF8.GetBytes(Body);
        }
    }

    /// <summary>As a document can hold it: whole, smaller where that is needed, and cut only where that is not enough.</summary>
    internal DeadDocument Fitting()
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Body) <= MaxPlain)
        {
            return this;
        }

        var bytes = Bytes();
        var packed = new MemoryStream();
        using (var to = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            to.Write(bytes, 0, Math.Min(bytes.Length, MaxBytes));
        }

        return this with { Body = Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length), Encoding = Gzip, IsCut = bytes.Length > MaxBytes };
    }
}
