using System.Security.Cryptography;
using System.Text;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// What somebody wrote, beside the books: they hold its hash alone, so that it can be erased and the chain still be verified. The salt keeps anybody from guessing
/// a short text by its hash.
/// </summary>
/// <param name="Hash">SHA-256 of salt and text.</param>
/// <param name="Salt">Random; null once it is erased.</param>
/// <param name="Text">Null once it is erased.</param>
public sealed record KeptText(string Hash, string? Salt, string? Text)
{
    public const string Kind = "text";

    /// <summary>The most characters of a reason.</summary>
    public const int MaxLength = 2_000;

    public static string Id(string hash) => $"text~{hash}";

    public static KeptText Of(string text)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return new KeptText(HashOf(salt, text), salt, text);
    }

    public Document ToDocument(string pk) => TypedDocuments.New(pk, Id(Hash), Kind, TypedDocuments.Timeless, this);

    /// <summary>False when it was changed.</summary>
    public bool IsWhole() => Text is null ? Salt is null : Salt is not null && HashOf(Salt, Text) == Hash;

    public KeptText Erased() => this with { Salt = null, Text = null };

    private static string HashOf(string salt, string text) => ContentHash.OfBytes(Encoding.UTF8.GetBytes($"{salt}\n{text}"));
}
