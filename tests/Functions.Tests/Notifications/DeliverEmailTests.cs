using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Tests.Notifications;

public sealed class DeliverEmailTests
{
    private static readonly string Deliveries = Partitions.Deliveries(new DateOnly(2026, 11, 18));

    [Fact]
    public async Task Given_a_report_who_turned_red_when_announced_then_the_manager_has_one_mail_that_says_it()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);

        await world.AnnounceAsync(NotificationWorld.Crossed());
        await RunAsync(world);

        var sent = Assert.Single(mail.All);
        Assert.Equal(("mia@example.com", "Mia", "Ann: calls turned red"), (sent.To, sent.ToName, sent.Subject));
        Assert.Contains("Ann’s calls in November 2026 turned red, from amber. 30 against 45.", sent.Text, StringComparison.Ordinal);
        Assert.Contains("http://localhost:7071/api/v1/reps/ann/scorecard?period=2026-11", sent.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"http://localhost:7071/api/v1/reps/ann/scorecard?period=2026-11\"", sent.Html, StringComparison.Ordinal);
        var stored = Assert.Single(await StoredAsync(world));
        Assert.Equal(("crossed-ann-red", "email", "mia", Delivery.Sent, 1), (stored.Notification, stored.Channel, stored.Target, stored.State, stored.Attempt));
    }

    [Theory]
    [InlineData("green")]
    [InlineData("amber")]
    [InlineData("grey")]
    public async Task Given_what_can_wait_for_the_digest_when_announced_then_nobody_is_mailed(string to)
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);

        await world.AnnounceAsync(NotificationWorld.Crossed(to));
        await RunAsync(world);

        Assert.Empty(mail.All);
        Assert.Empty(await StoredAsync(world));
    }

    [Fact]
    public async Task Given_two_deployments_when_both_tell_the_same_then_their_mails_have_ids_of_their_own()
    {
        var ids = new List<string>();
        foreach (var address in new[] { "https://sales.example.com", "https://trial.example.com" })
        {
            var mail = new SentMail();
            await using var world = await NotificationWorld.OfAsync(configure: services => services.AddSingleton<IEmailSender>(mail).AddSingleton(new PublicAddress(address)));
            await world.AnnounceAsync(NotificationWorld.Crossed());
            await RunAsync(world);
            ids.Add(Assert.Single(mail.All).MessageId);
        }

        Assert.EndsWith("@sales.example.com", ids[0], StringComparison.Ordinal);
        Assert.EndsWith("@trial.example.com", ids[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_every_message_twice_when_run_then_one_mail_is_sent()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        var message = NotificationWorld.Message(NotificationWorld.Crossed());
        await world.AnnounceAsync(NotificationWorld.Crossed());

        await world.World.Get<NotifyPeople>().Run(message, default);
        await RunAsync(world);
        await RunAsync(world);

        Assert.Single(mail.All);
    }

    [Fact]
    public async Task Given_eight_at_once_when_run_then_one_mail_is_sent_and_the_others_look_again_later()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await world.AnnounceAsync(NotificationWorld.Crossed());
        var message = await FannedOutAsync(world);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.World.Get<DeliverEmail>().Run(message, default))));

        Assert.Single(mail.All);
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        await RunAsync(world);
        Assert.Single(mail.All);
    }

    [Fact]
    public async Task Given_a_mailbox_that_is_refused_when_sent_then_that_is_over_and_says_why()
    {
        var mail = new SentMail();
        mail.Answers.Enqueue(new EmailOutcome.Refused("550 5.1.1"));
        await using var world = await WorldAsync(mail);
        await world.AnnounceAsync(NotificationWorld.Crossed());

        await RunAsync(world);
        world.World.Clock.Advance(TimeSpan.FromDays(4));
        await RunAsync(world);

        Assert.Empty(mail.All);
        var stored = Assert.Single(await StoredAsync(world));
        Assert.Equal((Delivery.Refused, "550 5.1.1"), (stored.State, stored.Reason));
    }

    [Fact]
    public async Task Given_a_server_that_is_busy_when_sent_then_it_is_tried_again_until_it_takes_the_mail()
    {
        var mail = new SentMail();
        mail.Answers.Enqueue(new EmailOutcome.Deferred("451 4.7.1"));
        mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));
        await using var world = await WorldAsync(mail);
        await world.AnnounceAsync(NotificationWorld.Crossed());

        await RunAsync(world);
        var waiting = Assert.Single(await StoredAsync(world));
        Assert.Equal((Delivery.Waiting, 1, 1, "451 4.7.1"), (waiting.State, waiting.Attempt, waiting.Failures, waiting.Reason));
        world.World.Clock.Advance(TimeSpan.FromSeconds(6));
        await RunAsync(world);
        world.World.Clock.Advance(TimeSpan.FromMinutes(4));
        await RunAsync(world);
        Assert.Empty(mail.All);
        world.World.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(world);

        Assert.Single(mail.All);
        Assert.Equal((Delivery.Sent, 3, 2), (await StoredAsync(world)) is [var sent] ? (sent.State, sent.Attempt, sent.Failures) : default);
    }

    [Fact]
    public async Task Given_a_server_that_never_takes_it_when_three_days_are_over_then_it_failed()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await world.AnnounceAsync(NotificationWorld.Crossed());
        for (var times = 0; times < 20; times++)
        {
            mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));
        }

        // Each of the nine pauses is up to a tenth longer, and ends at the next look: 83 h 9 min and nine times 20 minutes at most.
        for (var looks = 0; looks < 3 * 90; looks++)
        {
            await RunAsync(world);
            world.World.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        var stored = Assert.Single(await StoredAsync(world));
        Assert.Equal((Delivery.Failed, 10), (stored.State, stored.Failures));
        Assert.InRange(stored.EndedAt!.Value - NotificationWorld.Now, RetrySchedule.Total, TimeSpan.FromHours(88));
        Assert.Empty(mail.All);
    }

    [Fact]
    public async Task Given_two_attempts_that_ended_without_a_word_when_found_then_it_is_unknown_and_both_had_one_Message_ID()
    {
        var mail = new SentMail { After = () => throw new IOException("The process ends here.") };
        await using var world = await WorldAsync(mail);
        await world.AnnounceAsync(NotificationWorld.Crossed());
        var message = await FannedOutAsync(world);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<IOException>(() => world.World.Get<DeliverEmail>().Run(message, default));
            world.World.Clock.Advance(TimeSpan.FromMinutes(9));
            await world.World.Get<DeliverEmail>().Run(message, default);
            Assert.Equal(attempt + 1, mail.All.Count);
            world.World.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        await RunAsync(world);

        Assert.Equal(2, mail.All.Count);
        Assert.Equal(mail.All[0], mail.All[1]);
        Assert.Equal(Delivery.Unknown, Assert.Single(await StoredAsync(world)).State);
    }

    [Fact]
    public async Task Given_a_manager_who_cannot_be_mailed_or_is_replaced_when_sent_then_that_is_listed()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail, address: null);
        await world.AnnounceAsync(NotificationWorld.Crossed());
        await RunAsync(world);
        await world.World.PutAsync(ResourceKinds.People, "ben", new Person { Id = "ben", Name = "Ben", Team = "east" });
        await world.AnnounceAsync(NotificationWorld.Crossed(person: "ben"));
        var message = await FannedOutAsync(world);
        await world.World.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = null }, new DateOnly(1900, 1, 1), NotificationWorld.Now);

        await world.World.Get<DeliverEmail>().Run(message, default);

        Assert.Empty(mail.All);
        Assert.Equal(
            [(Delivery.NoAddress, 0), (Delivery.Unwanted, 0)],
            (await StoredAsync(world)).OrderBy(delivery => delivery.Notification).Select(delivery => (delivery.State, delivery.Attempt)));
    }

    [Fact]
    public async Task Given_a_crash_at_any_call_of_the_store_when_delivered_again_then_one_or_two_equal_mails()
    {
        var crashes = 0;
        for (var at = 1; ; at++)
        {
            var isReached = false;
            foreach (var isAfter in new[] { false, true })
            {
                CrashingStore? store = null;
                var mail = new SentMail();
                mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));
                await using var world = await WorldAsync(mail, inner => store = new CrashingStore(inner, Deliveries));
                await world.AnnounceAsync(NotificationWorld.Crossed());
                (store!.CrashAt, store.IsAfter) = (at, isAfter);
                var waiting = new Queue<string>([await FannedOutAsync(world)]);
                while (waiting.TryDequeue(out var message))
                {
                    try
                    {
                        await world.World.Get<DeliverEmail>().Run(message, default);
                    }
                    catch (IOException)
                    {
                        isReached = true;
                        waiting.Enqueue(message);
                    }

                    world.World.Clock.Advance(TimeSpan.FromMinutes(12));
                    foreach (var due in await world.TakeAsync(Queues.DeliverEmail))
                    {
                        waiting.Enqueue(due);
                    }
                }

                store.CrashAt = 0;
                Assert.InRange(mail.All.Count, 1, 2);
                Assert.Single(mail.All.Distinct());
                Assert.Equal(Delivery.Sent, Assert.Single(await StoredAsync(world)).State);
            }

            if (!isReached)
            {
                break;
            }

            crashes++;
        }

        // Twice each: read and claim, read and write down.
        Assert.InRange(crashes, 8, 50);
    }

    [Fact]
    public async Task Given_names_that_are_markup_when_mailed_then_they_are_text()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await world.World.PutAsync(ResourceKinds.People, "eve", new Person { Id = "eve", Name = "<b>Eve</b>\r\nBcc: x@example.com", Team = "east" });
        await world.AnnounceAsync(NotificationWorld.Crossed(person: "eve"));

        await RunAsync(world);

        var sent = Assert.Single(mail.All);
        Assert.DoesNotContain("<b>", sent.Html, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sent.Subject);
    }

    [Fact]
    public async Task Given_a_share_when_it_turned_red_then_the_mail_says_it_in_per_cent_as_the_page_does()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await world.World.PutAsync(ResourceKinds.Metrics, "calls", new Metric { Id = "calls", Name = "Show rate", Measure = new() { Kind = "ratio", Numerator = "held", Denominator = "set" } });
        var crossed = NotificationWorld.Crossed();
        (crossed.Facts["from"], crossed.Facts["value"], crossed.Facts["target"]) = ("grey", "0.625", "0.7");

        await world.AnnounceAsync(crossed);
        await RunAsync(world);

        Assert.Contains("turned red, from unknown. 62.5\u00a0% against 70\u00a0%.", Assert.Single(mail.All).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_digest_that_was_mailed_when_somebody_asked_to_be_told_then_the_mail_says_whose()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await world.World.Get<PreferenceStore>().PutAsync(null, new() { Person = "mia", AboutReports = [NotificationKinds.DigestSent], AboutMe = [] }, default);
        var sent = new Notification { Id = "digest-sent-ann-2026-W46", Type = NotificationTypes.DigestSent, At = NotificationWorld.Now, Person = "ann" };
        foreach (var (fact, value) in new[] { ("week", "2026-W46"), ("people", "14"), ("onTrack", "9"), ("behind", "3") })
        {
            sent.Facts[fact] = value;
        }

        await world.AnnounceAsync(sent);
        await RunAsync(world);

        var told = Assert.Single(mail.All);
        Assert.Equal(("mia@example.com", "Ann: digest of week 46"), (told.To, told.Subject));
        Assert.Contains("The digest of week 46 was mailed to Ann. 9 of 14 on track, 3 behind.", told.Text, StringComparison.Ordinal);
    }

    private static Task<NotificationWorld> WorldAsync(SentMail mail, Func<IDocumentStore, IDocumentStore>? wrap = null, string? address = "mia@example.com") =>
        NotificationWorld.OfAsync(wrap, services => services.AddSingleton<IEmailSender>(mail), address);

    private static Task<IReadOnlyList<Delivery>> StoredAsync(NotificationWorld world) => world.World.AllAsync<Delivery>(Deliveries, Functions.Notifications.Deliveries.Kind);

    private static async Task<string> FannedOutAsync(NotificationWorld world)
    {
        foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Email}"))
        {
            await world.World.Get<NotifyPeople>().Run(message, default);
        }

        return Assert.Single(await world.TakeAsync(Queues.DeliverEmail));
    }

    /// <summary>Everything that is due.</summary>
    private static async Task RunAsync(NotificationWorld world)
    {
        foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Email}"))
        {
            await world.World.Get<NotifyPeople>().Run(message, default);
        }

        foreach (var message in await world.TakeAsync(Queues.DeliverEmail))
        {
            await world.World.Get<DeliverEmail>().Run(message, default);
        }
    }
}
