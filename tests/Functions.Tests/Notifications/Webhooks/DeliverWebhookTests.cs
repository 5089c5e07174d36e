using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Notifications.Webhooks;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Webhooks;
using SalesPerf.TestKit.Webhooks;

namespace SalesPerf.Functions.Tests.Notifications.Webhooks;

public sealed class DeliverWebhookTests
{
    [Fact]
    public async Task Given_an_endpoint_when_something_is_announced_twice_then_it_has_it_once_and_its_signature_verifies()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        var secret = await SubscribeAsync(world, endpoint);
        await world.AnnounceAsync(NotificationWorld.Crossed());

        await world.World.Get<NotifyWebhooks>().Run(NotificationWorld.Message(NotificationWorld.Crossed()), default);
        await RunAsync(world);
        await RunAsync(world);

        var received = Assert.Single(endpoint.Received);
        Assert.True(Verifier.IsGenuine(received, secret, world.World.Clock.GetUtcNow()));
        Assert.False(Verifier.IsGenuine(received with { Body = [.. received.Body, (byte)' '] }, secret, world.World.Clock.GetUtcNow()));
        var body = JsonNode.Parse(received.Body)!;
        Assert.Equal(["type", "timestamp", "data"], body.AsObject().Select(member => member.Key));
        Assert.Equal(("competency.threshold.crossed", "2026-11-18T12:00:00Z", "ann", "red"), ((string?)body["type"], (string?)body["timestamp"], (string?)body["data"]!["person"], (string?)body["data"]!["facts"]!["to"]));
        Assert.Equal("http://localhost:7071/api/v1/reps/ann/scorecard?period=2026-11", (string?)body["data"]!["links"]!["scorecard"]);
        var stored = Assert.Single(await StoredAsync(world));
        Assert.Equal(("webhooks", "crm", Delivery.Sent, 1), (stored.Channel, stored.Target, stored.State, stored.Attempt));
    }

    [Fact]
    public async Task Given_a_secret_that_is_being_changed_when_posted_then_both_verify_for_a_day()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        var before = await SubscribeAsync(world, endpoint);
        var after = (await world.World.Get<WebhookSecrets>().ChangeAsync("crm", "test", default))!.Value.Secret;

        await PostAsync(world, "red");
        world.World.Clock.Advance(TimeSpan.FromHours(25));
        await PostAsync(world, "green");

        var (first, second) = (endpoint.Received.First(), endpoint.Received.Last());
        Assert.True(Verifier.IsGenuine(first, before, NotificationWorld.Now) && Verifier.IsGenuine(first, after, NotificationWorld.Now));
        Assert.True(Verifier.IsGenuine(second, after, world.World.Clock.GetUtcNow()));
        Assert.False(Verifier.IsGenuine(second, before, world.World.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Given_a_new_secret_whose_answer_was_lost_when_asked_again_then_what_the_receiver_has_still_verifies()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        var known = await SubscribeAsync(world, endpoint);
        var secrets = new List<string>();
        for (var times = 0; times < 6; times++)
        {
            await PostAsync(world, $"red{times}");
            secrets.Add((await world.World.Get<WebhookSecrets>().ChangeAsync("crm", "test", default))!.Value.Secret);
        }

        var received = endpoint.Received.ToArray();
        Assert.True(Verifier.IsGenuine(received[2], known, NotificationWorld.Now) && Verifier.IsGenuine(received[2], secrets[1], NotificationWorld.Now));
        Assert.All(received, one => Assert.InRange(one.Headers["webhook-signature"].Split(' ').Length, 1, 4));
    }

    [Theory]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not even base64")]
    public async Task Given_a_secret_that_nobody_can_decrypt_any_more_when_a_new_one_is_made_then_posts_are_signed_with_that(string unreadable)
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        await SubscribeAsync(world, endpoint);
        var lost = new SealedSecrets(unreadable, NotificationWorld.Now, "test");
        await world.World.Store.CommitAsync(
            new DocumentBatch(Partitions.WebhookSubscriptions).Upsert(TypedDocuments.New(Partitions.WebhookSubscriptions, WebhookSecrets.DocumentId("crm"), "webhook-secret", NotificationWorld.Now, lost)), default);
        await Assert.ThrowsAnyAsync<Exception>(() => PostAsync(world, "red"));
        Assert.Empty(await StoredAsync(world));

        var secret = (await world.World.Get<WebhookSecrets>().ChangeAsync("crm", "test", default))!.Value.Secret;
        await PostAsync(world, "green");

        Assert.True(Verifier.IsGenuine(Assert.Single(endpoint.Received), secret, NotificationWorld.Now));
    }

    [Fact]
    public async Task Given_an_endpoint_that_is_away_when_it_is_back_then_it_has_it_under_the_same_id_with_a_fresh_time()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        var secret = await SubscribeAsync(world, endpoint);
        endpoint.Answers.Enqueue(500);
        endpoint.Answers.Enqueue(503);

        await PostAsync(world, "red");
        Assert.Equal(NotificationWorld.Now.ToUnixTimeSeconds(), (await FailureAsync(world))!.Since.ToUnixTimeSeconds());
        var waiting = Assert.Single(await StoredAsync(world));
        Assert.Equal((Delivery.Waiting, 1, 1), (waiting.State, waiting.Attempt, waiting.Failures));
        Assert.NotNull(waiting.NextAt);
        world.World.Clock.Advance(TimeSpan.FromSeconds(6));
        await RunAsync(world);
        world.World.Clock.Advance(TimeSpan.FromMinutes(6));
        await RunAsync(world);

        Assert.Equal(3, endpoint.Received.Count);
        Assert.Single(endpoint.Received.Select(received => received.Headers["webhook-id"]).Distinct());
        Assert.Equal(3, endpoint.Received.Select(received => received.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.True(Verifier.IsGenuine(endpoint.Received.Last(), secret, world.World.Clock.GetUtcNow()));
        Assert.Equal(Delivery.Sent, Assert.Single(await StoredAsync(world)).State);
        Assert.Null(await FailureAsync(world));
    }

    [Fact]
    public async Task Given_410_when_posted_then_it_is_disabled_at_once_and_that_is_announced_once()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        await SubscribeAsync(world, endpoint);
        endpoint.Answers.Enqueue(410);

        await PostAsync(world, "red");
        await PostAsync(world, "green");

        Assert.Single(endpoint.Received);
        var subscription = (await world.World.Get<WebhookSubscriptions>().ReadAsync("crm", default))!.Value;
        Assert.Equal((false, WebhookSubscription.Gone), (subscription.Enabled, subscription.DisabledBecause));
        Assert.Equal(Delivery.Refused, Assert.Single(await StoredAsync(world)).State);
        var announced = Assert.Single(await FeedAsync(world), notification => notification.Type == NotificationTypes.WebhookDisabled);
        Assert.Equal(("crm", "gone", "/api/v1/webhook-subscriptions/crm"), (announced.Facts["subscription"], announced.Facts["because"], announced.Links["subscription"]));
    }

    [Fact]
    public async Task Given_an_endpoint_that_fails_for_three_days_when_the_last_try_failed_then_it_is_disabled_and_another_hears_of_it()
    {
        await using var failing = await WebhookLoopback.StartAsync();
        await using var working = await WebhookLoopback.StartAsync();
        failing.Answer = (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await using var world = await WorldAsync();
        await SubscribeAsync(world, failing);
        await SubscribeAsync(world, working, "ops", NotificationTypes.WebhookDisabled);
        await PostAsync(world, "red");

        for (var hours = 0; hours < 90; hours++)
        {
            world.World.Clock.Advance(TimeSpan.FromHours(1));
            await RunAsync(world);
        }

        Assert.Equal(10, failing.Received.Count);
        var subscription = (await world.World.Get<WebhookSubscriptions>().ReadAsync("crm", default))!.Value;
        Assert.Equal((false, WebhookSubscription.Failing), (subscription.Enabled, subscription.DisabledBecause));
        Assert.Equal(Delivery.Failed, Assert.Single(await StoredAsync(world)).State);
        Assert.Equal("webhook.disabled", (string?)JsonNode.Parse(Assert.Single(working.Received).Body)!["type"]);
    }

    [Fact]
    public async Task Given_an_endpoint_on_this_machine_when_it_is_not_allowed_then_nothing_reaches_it()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync(options: new WebhookOptions());
        await SubscribeAsync(world, endpoint);

        await PostAsync(world, "red");

        Assert.Empty(endpoint.Received);
        Assert.Contains("public internet", Assert.Single(await StoredAsync(world)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_subscription_for_other_types_or_deleted_when_announced_then_nothing_is_posted()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        await using var world = await WorldAsync();
        await SubscribeAsync(world, endpoint, "digests", NotificationTypes.DigestSent);
        await SubscribeAsync(world, endpoint, "deleted");
        await world.AnnounceAsync(NotificationWorld.Crossed());
        foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Webhooks}"))
        {
            await world.World.Get<NotifyWebhooks>().Run(message, default);
        }

        var stored = await world.World.Get<WebhookSubscriptions>().ReadAsync("deleted", default);
        await world.World.Get<WebhookSubscriptions>().DeleteAsync(stored!, WebhookSecrets.DocumentId("deleted"), default);
        await RunAsync(world);

        Assert.Empty(endpoint.Received);
        Assert.Equal(("deleted", Delivery.Unwanted), Assert.Single(await StoredAsync(world)) is { } delivery ? (delivery.Target, delivery.State) : default);
    }

    [Theory]
    [InlineData("deliveries~2026-11-18", 204)]
    [InlineData("deliveries~2026-11-18", 500)]
    [InlineData("webhook-subscriptions", 410)]
    [InlineData("webhook-subscriptions", 500)]
    public async Task Given_a_crash_at_any_call_of_the_store_when_delivered_again_then_nothing_is_lost_and_little_repeated(string partition, int first)
    {
        var crashes = 0;
        for (var at = 1; ; at++)
        {
            var isReached = false;
            foreach (var isAfter in new[] { false, true })
            {
                CrashingStore? store = null;
                await using var endpoint = await WebhookLoopback.StartAsync();
                await using var world = await WorldAsync(inner => store = new CrashingStore(inner, partition));
                await SubscribeAsync(world, endpoint);
                endpoint.Answers.Enqueue(first);
                await world.AnnounceAsync(NotificationWorld.Crossed());
                foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Webhooks}"))
                {
                    await world.World.Get<NotifyWebhooks>().Run(message, default);
                }

                (store!.CrashAt, store.IsAfter) = (at, isAfter);
                isReached |= await DeliverUntilDoneAsync(world);
                store.CrashAt = 0;

                Assert.InRange(endpoint.Received.Count, 1, 3);
                Assert.Single(endpoint.Received.Select(received => received.Headers["webhook-id"]).Distinct());
                var state = Assert.Single(await StoredAsync(world)).State;
                var disabled = (await FeedAsync(world)).Count(notification => notification.Type == NotificationTypes.WebhookDisabled);
                if (first == 410)
                {
                    // A crash before it is disabled has it asked again; the second answer is a yes.
                    Assert.Contains(state, new[] { Delivery.Refused, Delivery.Unwanted, Delivery.Sent });
                    Assert.Equal(state == Delivery.Sent ? 0 : 1, disabled);
                }
                else
                {
                    Assert.Equal((Delivery.Sent, 0), (state, disabled));
                }
            }

            if (!isReached)
            {
                break;
            }

            crashes++;
        }

        Assert.InRange(crashes, 3, 60);
    }

    private static async Task<bool> DeliverUntilDoneAsync(NotificationWorld world)
    {
        var hasThrown = false;
        var waiting = new Queue<string>(await world.TakeAsync(Queues.DeliverWebhook));
        while (waiting.TryDequeue(out var message))
        {
            try
            {
                await world.World.Get<DeliverWebhook>().Run(message, default);
            }
            catch (IOException)
            {
                hasThrown = true;
                waiting.Enqueue(message);
            }

            world.World.Clock.Advance(TimeSpan.FromMinutes(12));
            foreach (var due in await world.TakeAsync(Queues.DeliverWebhook))
            {
                waiting.Enqueue(due);
            }
        }

        return hasThrown;
    }

    private static Task<NotificationWorld> WorldAsync(Func<IDocumentStore, IDocumentStore>? wrap = null, WebhookOptions? options = null) =>
        NotificationWorld.OfAsync(wrap, services => services.AddSingleton(new WebhookSender(options ?? new WebhookOptions { AllowsInside = true })));

    private static async Task<string> SubscribeAsync(NotificationWorld world, WebhookLoopback endpoint, string id = "crm", string? type = null)
    {
        var (secret, document) = world.World.Get<WebhookSecrets>().First(id, "test");
        var subscription = new WebhookSubscription { Id = id, Url = endpoint.Url.ToString(), Types = type is null ? [] : [type], Enabled = true, ChangedAt = NotificationWorld.Now };
        Assert.IsType<CommitResult.Committed>(await world.World.Get<WebhookSubscriptions>().PutAsync(null, subscription, document, default));
        return secret;
    }

    private static async Task PostAsync(NotificationWorld world, string to)
    {
        await world.AnnounceAsync(NotificationWorld.Crossed(to));
        await RunAsync(world);
    }

    /// <summary>Everything that is due.</summary>
    private static async Task RunAsync(NotificationWorld world)
    {
        while (true)
        {
            var announced = await world.TakeAsync($"{Queues.Notifications}/{Queues.Webhooks}");
            foreach (var message in announced)
            {
                await world.World.Get<NotifyWebhooks>().Run(message, default);
            }

            var due = await world.TakeAsync(Queues.DeliverWebhook);
            foreach (var message in due)
            {
                await world.World.Get<DeliverWebhook>().Run(message, default);
            }

            if (announced.Count + due.Count == 0)
            {
                return;
            }
        }
    }

    private static async Task<WebhookFailure?> FailureAsync(NotificationWorld world) => (await world.World.Get<WebhookSubscriptions>().FailureAsync("crm", default))?.Value;

    private static Task<IReadOnlyList<Delivery>> StoredAsync(NotificationWorld world) =>
        world.World.AllAsync<Delivery>(Partitions.Deliveries(new DateOnly(2026, 11, 18)), Deliveries.Kind);

    private static async Task<IReadOnlyList<Notification>> FeedAsync(NotificationWorld world)
    {
        var all = new List<Notification>();
        for (var day = new DateOnly(2026, 11, 18); day < new DateOnly(2026, 11, 24); day = day.AddDays(1))
        {
            all.AddRange(await world.World.AllAsync<Notification>(Partitions.Feed(day), PendingNotifications.Kind));
        }

        return all;
    }
}
