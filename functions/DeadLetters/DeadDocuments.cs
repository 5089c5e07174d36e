using System.Text;
using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>What can never succeed, kept with its bytes and the reason until somebody looks.</summary>
/// <param name="Id">Made of the message's id.</param>
/// <param name="At">When it was received.</param>
/// <param name="Queue">The queue it came from.</param>
/// <param name="Reason">Why it can never succeed.</param>
/// <param name="Source">The source, where it is known.</param>
/// <param name="Key">The event key, where it is known.</param>
/// <param name="Body">The message, at most 64 KB of it.</param>
public sealed record DeadDocument(string Id, DateTimeOffset At, string Queue, string Reason, string? Source, string? Key, string Body);

/// <summary>Writes dead documents. Writing the same one again is success.</summary>
public sealed partial class DeadDocuments(IDocumentStore store, ILogger<DeadDocuments> logger)
{
    public const string Kind = "dead";
    private const int MaxBytes = 64 * 1024;

    public async Task AddAsync(DeadDocument dead, CancellationToken cancellationToken)
    {
        var pk = Partitions.Dead(DateOnly.FromDateTime(dead.At.UtcDateTime));
        var kept = dead with { Body = Shorten(dead.Body) };
        var result = await store.CommitAsync(
            new DocumentBatch(pk).Create(TypedDocuments.New(pk, Key.Component(dead.Id), Kind, dead.At, kept)), cancellationToken);
        if (result is CommitResult.Committed)
        {
            Written(logger, dead.Id, dead.Queue, dead.Source, dead.Reason);
        }
    }

    private static string Shorten(string body)
    {
        if (Encoding.UTF8.GetByteCount(body) <= MaxBytes)
        {
            return body;
        }

        // At most four bytes a character; never half a surrogate pair.
        var length = MaxBytes / 4;
        return char.IsHighSurrogate(body[length - 1]) ? body[..(length - 1)] : body[..length];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dead document {Id} from {Queue}, source {Source}: {Reason}")]
    private static partial void Written(ILogger logger, string id, string queue, string? source, string reason);
}
