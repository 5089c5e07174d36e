using System.IO.Compression;
using System.Text.Json;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A statement as it was when its pay period closed. Packed, as ten thousand lines take four megabytes.</summary>
/// <param name="Period">The pay period's id.</param>
/// <param name="Month">The fiscal month that it closed with.</param>
/// <param name="Hash">SHA-256 of the statement's JSON.</param>
/// <param name="Packed">That JSON, Brotli, base 64; empty where it is in pieces.</param>
/// <param name="Pieces">Hashes of the pieces in their order, where it is too long for one document.</param>
public sealed record StatementSnapshot(string Period, string Month, string Hash, string Packed, IReadOnlyList<string>? Pieces = null)
{
    public static StatementSnapshot Of(string month, Statement statement)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(statement, TypedDocuments.TypeInfo<Statement>());
        return new StatementSnapshot(statement.Period, month, ContentHash.OfBytes(json), Packing.Pack(json));
    }

    /// <summary>The statement with the hash of what was packed.</summary>
    public Statement Open() =>
        (JsonSerializer.Deserialize(Packing.Unpack(Packed), TypedDocuments.TypeInfo<Statement>()) ?? throw new InvalidDataException($"The snapshot of {Period} is null.")) with { Hash = Hash };

    /// <summary>True when what is packed has the hash.</summary>
    public bool IsWhole() => ContentHash.OfBytes(Packing.Unpack(Packed)) == Hash;
}

/// <summary>Large JSON inside a document.</summary>
internal static class Packing
{
    public static string Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <exception cref="InvalidDataException">It is not what was packed.</exception>
    public static byte[] Unpack(string packed)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            brotli.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("What is packed cannot be read.", exception);
        }
    }
}
