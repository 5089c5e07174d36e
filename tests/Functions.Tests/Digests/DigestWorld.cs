using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Tests.Digests;

/// <summary>Mia manages Ann, Ben and Cem in Berlin; it is Monday 23 November 2026, a minute after seven there, and week 47 has ended.</summary>
internal sealed class DigestWorld : IAsyncDisposable
{
    public const string Week = "2026-W47";
    public const string MailId = "digest.2026-W47.mia@salesperf.local";
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 1, 0, TimeSpan.Zero);

    private DigestWorld(World world, SentMail mail) => (World, Mail) = (world, mail);

    public World World { get; }

    public SentMail Mail { get; }

    public static async Task<DigestWorld> OfAsync(string? address = "mia@example.com", string ann = "Ann", Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var mail = new SentMail();
        var world = new World(Now, wrap, services => services.AddSingleton<IEmailSender>(mail));
        await world.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia" });
        await world.PutAsync(ResourceKinds.Metrics, "calls", new Metric { Id = "calls", Name = "Calls completed", Measure = new() { Kind = "count", Types = ["call.completed"] } });
        await world.PutAsync(ResourceKinds.People, "mia", new Person { Id = "mia", Name = "Mia", Mail = address, Zone = "Europe/Berlin" });
        await world.PutAsync(ResourceKinds.Roles, "ae", new Role { Id = "ae", Name = "Account executive" });
        foreach (var (id, name) in new[] { ("ann", ann), ("ben", "Ben"), ("cem", "Cem") })
        {
            await world.PutAsync(ResourceKinds.People, id, new Person { Id = id, Name = name, Team = "east", Role = "ae", Zone = "Europe/Berlin" });
        }

        await StoreAsync(world, Card("ann", 42m, Colours.Red, 70m));
        await StoreAsync(world, Card("ben", 66m, Colours.Green, 110m));
        var credit = new Credit { Source = "crm", Deal = "d1", Event = "e1", Date = new DateOnly(2026, 11, 18), Amount = 12_500m, Currency = "USD" };
        await world.Store.CommitAsync(
            new DocumentBatch(Partitions.Rep("ben")).Create(TypedDocuments.New(
                Partitions.Rep("ben"), DealDocuments.CreditId("crm", "d1"), DealDocuments.CreditKind, DealDocuments.At(credit.Date), credit)),
            default);
        var crossed = new Notification { Id = "crossed-ann", Type = EvaluateCompetencies.Crossed, At = new DateTimeOffset(2026, 11, 19, 2, 0, 0, TimeSpan.Zero), Person = "ann" };
        foreach (var (fact, value) in new[] { ("metric", "calls"), ("period", "2026-11"), ("from", "amber"), ("to", "red"), ("value", "30"), ("target", "45"), ("attainmentPercent", "66.666667") })
        {
            crossed.Facts[fact] = value;
        }

        await world.Store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(Partitions.Rep("ann")), crossed), default);
        return new DigestWorld(world, mail);
    }

    public static string Message(string manager = "mia", string week = Week) => Envelopes.Message(SendDigest.Type, new DigestKey(manager, week), Now).Body;

    public Task SendAsync() => World.Get<SendDigest>().Run(Message(), default);

    public async Task<DigestDelivery?> StoredAsync() =>
        (await World.Store.ReadAsync<DigestDelivery>(Partitions.Rep("mia"), DigestDocuments.Id(Week), default))?.Value;

    /// <summary>Bodies waiting on the queue that are due by now.</summary>
    public async Task<IReadOnlyList<string>> DueAsync()
    {
        var received = await World.Bus.ReceiveAsync(Queues.SendDigest, 100, TimeSpan.FromMinutes(5), default);
        await World.Bus.CompleteAsync(received, default);
        return [.. received.Select(message => message.Body)];
    }

    public Task<IReadOnlyList<Notification>> FeedAsync() => World.AllAsync<Notification>(Partitions.Feed(new DateOnly(2026, 11, 23)), PendingNotifications.Kind);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private static Task<CommitResult> StoreAsync(World world, Scorecard card) =>
        world.Store.CommitAsync(new DocumentBatch(Partitions.Rep(card.Person)).Create(ScorecardDocuments.New(card)), default);

    private static Scorecard Card(string person, decimal value, string colour, decimal score) => new()
    {
        Person = person,
        Period = "2026-11",
        Kind = "month",
        Start = new DateOnly(2026, 11, 1),
        End = new DateOnly(2026, 12, 1),
        Role = "ae",
        ActiveDays = 21m,
        ElapsedDays = 15m,
        Composite = score,
        ValuesAt = Now,
        Metrics =
        [
            new ScorecardMetric
            {
                Metric = "calls",
                Value = value,
                Target = 84m,
                ExpectedToDate = 60m,
                PaceTarget = 60m,
                Attainment = 100m * value / 60m,
                Colour = colour,
                Grey = null,
                Threshold = new AppliedThreshold("role", "ae", 1, new MetricThreshold { Metric = "calls", Period = "month", Target = 84m }),
            },
        ],
    };
}

/// <summary>Takes mail, and fails when told to: before it took it, or after.</summary>
internal sealed class SentMail : IEmailSender
{
    public List<EmailMessage> All { get; } = [];

    public Action? Before { get; set; }

    public Action? After { get; set; }

    /// <summary>What is answered, in this order; then that it was taken. What is not taken is not in <see cref="All"/>.</summary>
    public Queue<EmailOutcome> Answers { get; } = [];

    public Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        Before?.Invoke();
        if (Answers.TryDequeue(out var answer) && answer is not EmailOutcome.Accepted)
        {
            return Task.FromResult(answer);
        }

        All.Add(message);
        After?.Invoke();
        return Task.FromResult<EmailOutcome>(new EmailOutcome.Accepted());
    }
}

/// <summary>Ends the n-th call of the store that matches: before it did anything, or after it was done.</summary>
internal sealed class CrashingStore(IDocumentStore inner, string partition) : IDocumentStore
{
    private int calls;

    /// <summary>From 1; 0 is never.</summary>
    public int CrashAt { get; set; }

    public bool IsAfter { get; set; }

    public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => CallAsync(pk, () => inner.ReadAsync(pk, id, cancellationToken));

    public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => CallAsync(pk, () => inner.ReadManyAsync(pk, ids, cancellationToken));

    public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => CallAsync(query.Pk, () => inner.RangeAsync(query, cancellationToken));

    public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => CallAsync(batch.Pk, () => inner.CommitAsync(batch, cancellationToken));

    private async Task<T> CallAsync<T>(string pk, Func<Task<T>> call)
    {
        var isCrash = pk == partition && CrashAt > 0 && ++calls == CrashAt;
        if (isCrash && !IsAfter)
        {
            throw new IOException("The process ends here.");
        }

        var result = await call();
        return isCrash ? throw new IOException("The process ends here.") : result;
    }
}
