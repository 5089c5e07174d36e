using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SalesPerf.Connectors;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Counts what becomes of a part's rows, from where it stood on.</summary>
public sealed class ResyncTally(ResyncPart part)
{
    /// <summary>Of a row only the first are kept.</summary>
    private const int MaxErrors = 3;

    private readonly List<RejectedLine> problems = [.. part.Problems];
    private readonly Dictionary<UInt128, (string Type, DateTimeOffset At)> told = [];
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);

    private long added = part.Added;
    private long held = part.Held;
    private long rejected = part.Rejected;

    /// <summary>What the part's rows were received at.</summary>
    public DateTimeOffset ReceivedAt => part.ReceivedAt;

    public void Add() => added++;

    public void Hold() => held++;

    public void Reject(long line, IReadOnlyList<ReadError> errors)
    {
        rejected++;
        if (problems.Count < ResyncUploads.MaxProblems)
        {
            problems.Add(new RejectedLine(line, [.. errors.Take(MaxErrors).Select(error => new ActivityError(error.Pointer, error.Detail))]));
        }
    }

    /// <summary>What an earlier row of the part said under the key; null when none did since it was last taken up: what was before that is stored. Of each row some fifty bytes are kept, however long its key.</summary>
    public (string Type, DateTimeOffset At)? Told(string key, string type, DateTimeOffset at)
    {
        // Each row brings a text of its own for its type.
        types.TryAdd(type, type);
        var hash = Hash(key);
        return told.TryAdd(hash, (types[type], at)) ? null : told[hash];
    }

    private static UInt128 Hash(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>The part as it stands.</summary>
    public ResyncPart Part(bool isDone) => part with { IsDone = isDone, Rows = added + held + rejected, Added = added, Held = held, Rejected = rejected, Problems = [.. problems] };
}
