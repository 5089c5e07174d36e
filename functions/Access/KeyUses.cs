using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>Writes down on which day a key was last used, once a day in each process, after the answer: a request never waits for it, and a day may be lost.</summary>
public sealed partial class KeyUses(IDocumentStore store, TimeProvider time, ILogger<KeyUses> logger)
{
    private readonly ConcurrentDictionary<string, DateOnly> written = new(StringComparer.Ordinal);

    public void Note(HttpResponse response, string keyId)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (written.TryGetValue(keyId, out var day) && day == today)
        {
            return;
        }

        written[keyId] = today;
        response.OnCompleted(() => WriteAsync(keyId, today));
    }

    internal async Task WriteAsync(string keyId, DateOnly today)
    {
        try
        {
            var document = TypedDocuments.New(ApiKeyEntry.Partition, KeyUse.Id(keyId), KeyUse.Kind, TypedDocuments.Timeless, new KeyUse(keyId, today));
            await store.CommitAsync(new DocumentBatch(ApiKeyEntry.Partition).Upsert(document), CancellationToken.None);
        }
        catch (Exception exception) when (exception is TimeoutException or ObjectDisposedException)
        {
            LogLost(exception, keyId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "That key {KeyId} was used today could not be written down")]
    private partial void LogLost(Exception exception, string keyId);
}

/// <summary>The last day on which a key was used: beside its entry.</summary>
internal sealed record KeyUse(string KeyId, DateOnly On)
{
    public const string Kind = "key-use";

    public static string Id(string keyId) => keyId + "~used";
}
