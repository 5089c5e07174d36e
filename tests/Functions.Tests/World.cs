using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit;

namespace SalesPerf.Functions.Tests;

/// <summary>The real functions on the real engines in a folder of their own, on a clock that the test moves. Messages wait until they are drained.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("salesperf-world-").FullName;
    private readonly ServiceProvider services;

    /// <param name="now">When it is.</param>
    /// <param name="wrap">What stands between the functions and their store.</param>
    /// <param name="configure">Other services.</param>
    /// <param name="cosmos">The documents' own store; null is what <see cref="TestStore"/> says.</param>
    public World(
        DateTimeOffset now, Func<IDocumentStore, IDocumentStore>? wrap = null, Action<IServiceCollection>? configure = null, IDocumentStore? cosmos = null)
    {
        cosmos ??= TestStore.IsCosmos ? TestStore.NewCosmos() : null;
        Clock = new ShiftedClock(now);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        if (cosmos is not null || wrap is not null)
        {
            collection.AddSingleton<SqliteDocumentStore>();
            collection.AddSingleton(provider => (wrap ?? (store => store))(cosmos ?? provider.GetRequiredService<SqliteDocumentStore>()));
        }

        collection.AddSqliteDocuments(folder);
        collection.AddEmbeddedMessages(new EmbeddedMessageOptions
        {
            Queues = Queues.All,
            Topics = new Dictionary<string, IReadOnlyList<string>> { [Queues.Notifications] = [] },
        });
        configure?.Invoke(collection);
        collection.AddSalesPerf(new ConfigurationBuilder().Build());
        services = collection.BuildServiceProvider();
    }

    public ShiftedClock Clock { get; }

    /// <summary>Where it keeps its data.</summary>
    public string Folder => folder;

    public IDocumentStore Store => services.GetRequiredService<IDocumentStore>();

    public EmbeddedMessageBus Bus => services.GetRequiredService<EmbeddedMessageBus>();

    public T Get<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(services);

    /// <summary>A function that waits for no turn of those here.</summary>
    public T OfAnotherProcess<T>() => ActivatorUtilities.CreateInstance<T>(services, new Turns(TimeProvider.System));

    /// <summary>Stores a resource's first version, effective and recorded long ago.</summary>
    internal Task PutAsync<T>(ResourceKind<T> kind, string id, T content)
        where T : class => PutAsync(kind, id, content, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch);

    internal async Task PutAsync<T>(ResourceKind<T> kind, string id, T content, DateOnly from, DateTimeOffset recorded)
        where T : class
    {
        var stored = await Store.ReadAsync<Resource<T>>(kind.Partition, Domain.Values.Key.Of(id), default);
        var versions = stored?.Value.Versions ?? [];
        var resource = new Resource<T>(id, [.. versions, new ResourceVersion<T>(versions.Count + 1, from, recorded, "test", content)]);
        await Store.CommitAsync(new DocumentBatch(kind.Partition).Upsert(kind.Document(resource) with { Rev = versions.Count + 1 }), default);
        Get<ModelDirectory>().Forget();
    }

    /// <summary>Stores a person and gives them their identities, as the API does: the nudges follow.</summary>
    public async Task PersonAsync(Person person)
    {
        await PutAsync(ResourceKinds.People, person.Id, person, new DateOnly(1900, 1, 1), Clock.GetUtcNow());
        await foreach (var identity in Store.RangeAsync<Identity>(new RangeQuery(Partitions.People, IdentityDocuments.Kind), default))
        {
            var isTheirs = person.Identities.GetValueOrDefault(identity.Value.Source)?.Contains(identity.Value.Owner) == true;
            if (identity.Value.Person == person.Id && !isTheirs)
            {
                await GiveAsync(identity, null);
            }
        }

        foreach (var (source, owners) in person.Identities)
        {
            foreach (var owner in owners)
            {
                await GiveAsync(await Store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(source, owner), default), person.Id, source, owner);
            }
        }
    }

    public Task PostAsync(params Activity[] activities) => Bus.SendAsync(
        Queues.IngestActivities,
        [.. activities.Select(activity => Envelopes.Message(ActivityEnvelope.Type, activity, Clock.GetUtcNow()))],
        default);

    /// <summary>Runs messages until none is left, moving the clock to those that wait less than two minutes.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            var ran = await RunAsync(Queues.IngestActivities, 200, messages => Get<IngestActivities>().Run(messages, default))
                + await RunEachAsync(Queues.ApplyDeal, message => Get<ApplyDeal>().Run(message, default))
                + await RunEachAsync(Queues.RemapIdentity, message => Get<RemapIdentity>().Run(message, default))
                + await RunEachAsync(Queues.RemapSource, message => Get<RemapSource>().Run(message, default))
                + await RunEachAsync(Queues.ReleaseQuarantine, message => Get<ReleaseQuarantine>().Run(message, default));
            foreach (var (queue, run) in Handlers)
            {
                ran += await RunEachAsync(queue, run);
            }

            if (ran > 0)
            {
                continue;
            }

            // A message may have come due between the last look and this one.
            var waiting = await Bus.StatisticsAsync(default);
            if (waiting.Any(queue => queue.Ready > 0))
            {
                continue;
            }

            if (waiting.All(queue => queue.Scheduled == 0))
            {
                return;
            }

            Clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Further consumers, by queue. A queue without one is emptied unread.</summary>
    public Dictionary<string, Func<string, Task>> Handlers { get; } = Queues.All
        .Except([Queues.IngestActivities, Queues.ApplyDeal, Queues.RemapIdentity, Queues.RemapSource, Queues.ReleaseQuarantine])
        .ToDictionary(queue => queue, _ => (Func<string, Task>)(_ => Task.CompletedTask));

    public async Task<IReadOnlyList<T>> AllAsync<T>(string pk, string kind)
    {
        var found = new List<T>();
        await foreach (var stored in Store.RangeAsync<T>(new RangeQuery(pk, kind), default))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>Ends it; its files stay until it is disposed.</summary>
    public ValueTask StopAsync() => services.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private async Task GiveAsync(Stored<Identity>? stored, string? person, string source = "", string owner = "")
    {
        var identity = stored?.Value ?? new Identity { Source = source, Owner = owner };
        var given = IdentityDocuments.New(identity.GivenTo(person));
        await Store.CommitAsync(
            stored is null ? new DocumentBatch(Partitions.People).Create(given) : new DocumentBatch(Partitions.People).Replace(stored.Document, given), default);
        var (follow, now) = (FollowOn.Remap(new IdentityKey(identity.Source, identity.Owner)), Clock.GetUtcNow());
        await Get<IMessageBus>().SendAsync(follow.Queue, [follow.Message(now, now.AddSeconds(60)), follow.Message(now, null)], default);
    }

    private Task<int> RunEachAsync(string queue, Func<string, Task> run) => RunAsync(queue, 1, messages => run(messages[0]));

    private async Task<int> RunAsync(string queue, int size, Func<string[], Task> run)
    {
        var count = 0;
        while (await Bus.ReceiveAsync(queue, size, TimeSpan.FromMinutes(5), default) is { Count: > 0 } received)
        {
            await run([.. received.Select(message => message.Body)]);
            await Bus.CompleteAsync(received, default);
            count += received.Count;
        }

        return count;
    }
}
