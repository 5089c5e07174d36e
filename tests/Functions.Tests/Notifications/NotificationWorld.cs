using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Functions.Tests.Notifications;

/// <summary>mia manages ann; it is Wednesday 18 November 2026, 12:00 UTC, 13:00 in Berlin. The topic has its subscriptions.</summary>
internal sealed class NotificationWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private NotificationWorld(World world) => World = world;

    public World World { get; }

    public static async Task<NotificationWorld> OfAsync(
        Func<IDocumentStore, IDocumentStore>? wrap = null, Action<IServiceCollection>? configure = null, string? address = "mia@example.com")
    {
        var world = new World(Now, wrap, services =>
        {
            configure?.Invoke(services);
            services.AddSingleton(new EmbeddedMessageOptions
            {
                Queues = Queues.All,
                Topics = new Dictionary<string, IReadOnlyList<string>> { [Queues.Notifications] = [Queues.Email, Queues.Webhooks, Queues.Wall] },
            });
            services.AddSingleton<EmbeddedMessageBus>();
        });
        await world.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia" });
        await world.PutAsync(ResourceKinds.People, "mia", new Person { Id = "mia", Name = "Mia", Mail = address, Zone = "Europe/Berlin" });
        await world.PutAsync(ResourceKinds.People, "ann", new Person { Id = "ann", Name = "Ann", Mail = "ann@example.com", Team = "east", Zone = "Europe/Berlin" });
        return new NotificationWorld(world);
    }

    public static Notification Crossed(string to = "red", string person = "ann")
    {
        var notification = new Notification { Id = $"crossed-{person}-{to}", Type = NotificationTypes.ThresholdCrossed, At = Now, Person = person };
        foreach (var (fact, value) in new[] { ("metric", "calls"), ("period", "2026-11"), ("from", "amber"), ("to", to), ("value", "30"), ("target", "45") })
        {
            notification.Facts[fact] = value;
        }

        notification.Links["scorecard"] = $"/api/v1/reps/{person}/scorecard?period=2026-11";
        return notification;
    }

    public static string Message(Notification notification) => Envelopes.Message(notification.Type, notification, Now).Body;

    /// <summary>Commits and publishes, as whoever announces does.</summary>
    public async Task AnnounceAsync(Notification notification)
    {
        var pk = Partitions.Rep(notification.Person ?? "nobody");
        await World.Store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(pk), notification), default);
        await World.Get<PendingNotifications>().PublishAsync(pk, default);
    }

    /// <summary>Bodies that are due on a queue or subscription; they are taken.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(string queue)
    {
        var received = await World.Bus.ReceiveAsync(queue, 100, TimeSpan.FromMinutes(5), default);
        await World.Bus.CompleteAsync(received, default);
        return [.. received.Select(message => message.Body)];
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
