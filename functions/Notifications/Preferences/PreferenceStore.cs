using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Preferences;

/// <summary>What people asked for, a document each in one partition. Who has none has the default.</summary>
public sealed class PreferenceStore(IDocumentStore store)
{
    private const string Kind = "preferences";

    public Task<Stored<NotificationPreferences>?> StoredAsync(string person, CancellationToken cancellationToken) =>
        store.ReadAsync<NotificationPreferences>(Partitions.Preferences, Key.Of(person), cancellationToken);

    public async Task<NotificationPreferences> ReadAsync(string person, CancellationToken cancellationToken) =>
        (await StoredAsync(person, cancellationToken))?.Value ?? NotificationPreferences.Default(person);

    /// <summary>Preferences by person, of every one asked for.</summary>
    public async Task<IReadOnlyDictionary<string, NotificationPreferences>> ReadAsync(IReadOnlyCollection<string> people, CancellationToken cancellationToken)
    {
        var stored = await store.ReadManyAsync<NotificationPreferences>(Partitions.Preferences, [.. people.Select(person => Key.Of(person))], cancellationToken);
        var known = stored.ToDictionary(preferences => preferences.Value.Person, preferences => preferences.Value, StringComparer.Ordinal);
        return people.ToDictionary(person => person, person => known.GetValueOrDefault(person) ?? NotificationPreferences.Default(person), StringComparer.Ordinal);
    }

    public Task<CommitResult> PutAsync(Stored<NotificationPreferences>? stored, NotificationPreferences preferences, CancellationToken cancellationToken)
    {
        var document = TypedDocuments.New(Partitions.Preferences, Key.Of(preferences.Person), Kind, TypedDocuments.Timeless, preferences);
        var batch = new DocumentBatch(Partitions.Preferences);
        return store.CommitAsync(stored is null ? batch.Create(document) : batch.Replace(stored.Document, document), cancellationToken);
    }
}
