using Org.BouncyCastle.Math.EC.Rfc8032;

namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>A <c>whpk_</c> key: the 32 bytes of an Ed25519 public key in Base64, padded or not. It verifies version 1a; nobody can sign with it.</summary>
internal sealed class StandardWebhookPublicKey
{
    private const string Prefix = "whpk_";
    private const int SignatureLength = 64;
    private readonly byte[] key;

    private StandardWebhookPublicKey(byte[] key) => this.key = key;

    public static bool IsOne(string secret) => secret.Trim().StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Null when the text is no such key, or the key is none that anybody can have: not on the curve, or of small order.</summary>
    public static StandardWebhookPublicKey? Read(string secret) =>
        IsOne(secret) && Bytes(secret.Trim()[Prefix.Length..], Ed25519.PublicKeySize) is { } key && Ed25519.ValidatePublicKeyFull(key, 0)
            ? new StandardWebhookPublicKey(key)
            : null;

    /// <summary>Whether this key signed the text: the Base64 of a header's entry, without its version.</summary>
    public bool Verifies(string signature, byte[] signed) =>
        Bytes(signature, SignatureLength) is { } bytes && Ed25519.Verify(bytes, 0, key, 0, signed, 0, signed.Length);

    /// <summary>Only the one way of writing these bytes counts, but for the padding.</summary>
    private static byte[]? Bytes(string text, int length)
    {
        var bare = text.TrimEnd('=');
        var bytes = new byte[length + 2];
        return Convert.TryFromBase64String(bare + new string('=', (4 - (bare.Length % 4)) % 4), bytes, out var written)
            && written == length
            && Convert.ToBase64String(bytes, 0, length).TrimEnd('=') == bare
                ? bytes[..length]
                : null;
    }
}
