using System.Net;
using System.Text.RegularExpressions;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Digests;

public sealed class SendDigestTests
{
    [Fact]
    public async Task Given_a_week_that_ended_when_sent_then_the_manager_has_one_mail_that_says_it_all()
    {
        await using var world = await DigestWorld.OfAsync();

        await world.SendAsync();

        var mail = Assert.Single(world.Mail.All);
        Assert.Equal((DigestWorld.MailId, "mia@example.com", "Mia"), (mail.MessageId, mail.To, mail.ToName));
        Assert.Equal("Your week: 1 behind, 1 with something red, 1 of 3 on track", mail.Subject);
        foreach (var part in new[] { WebUtility.HtmlDecode(mail.Html), mail.Text }.Select(part => Regex.Replace(part, @"\s+", " ")))
        {
            Assert.Contains("42 of 60 expected by now, 18 short, 7 a day needed", part, StringComparison.Ordinal);
            Assert.Contains("won 1 deal worth USD 12,500", part, StringComparison.Ordinal);
            Assert.Contains("Calls completed (30 against 45)", part, StringComparison.Ordinal);
        }

        var stored = await world.StoredAsync();
        Assert.Equal((Delivery.Sent, 1), (stored!.State, stored.Attempt));
        Assert.Equal(["ann", "cem", "ben"], stored.Content.ToDo.Items.Select(slot => slot.Person));
        Assert.Equal(Colours.Red, Assert.Single(stored.Content.Crossed.Items).To);
        var announced = Assert.Single(await world.FeedAsync());
        Assert.Equal(("digest.sent", "mia", "/api/v1/digests/mia/2026-W47"), (announced.Type, announced.Person, announced.Links["digest"]));
    }

    [Theory]
    [InlineData("2026-W43", "2026-10-19T04:59:59Z", 0)] // due at 06:00 UTC on 26 October, when summer time is over; the one before at 05:00 UTC
    [InlineData("2026-W43", "2026-10-19T05:00:00Z", 1)]
    [InlineData("2026-W43", "2026-10-26T05:59:59Z", 1)]
    [InlineData("2026-W43", "2026-10-26T06:00:00Z", 0)]
    [InlineData("2026-W13", "2026-03-23T05:59:59Z", 0)] // due at 05:00 UTC on 30 March, when it has begun; the one before at 06:00 UTC
    [InlineData("2026-W13", "2026-03-23T06:00:00Z", 1)]
    [InlineData("2026-W13", "2026-03-30T04:59:59Z", 1)]
    public async Task Given_clocks_that_changed_when_sent_then_it_tells_what_came_since_the_digest_before(string week, string at, int told)
    {
        await using var world = await DigestWorld.OfAsync();
        var crossed = new Notification
        {
            Id = "crossed-dst",
            Type = EvaluateCompetencies.Crossed,
            At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
            Person = "ann",
        };
        (crossed.Facts["metric"], crossed.Facts["period"], crossed.Facts["to"]) = ("calls", "2026-10", "red");
        await world.World.Store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(Partitions.Rep("ann")), crossed), default);

        await world.World.Get<SendDigest>().Run(DigestWorld.Message(week: week), default);

        var stored = await world.World.Store.ReadAsync<DigestDelivery>(Partitions.Rep("mia"), DigestDocuments.Id(week), default);
        Assert.Equal(told, stored!.Value.Content.Crossed.Items.Count);
    }

    [Theory]
    [InlineData("2026-W47", true)] // the digest's own week, 16 to 22 November
    [InlineData("2026-Q4", true)]
    [InlineData("2026-W46", true)] // the week before may be judged for the last time in this one
    [InlineData("2026-W45", false)]
    [InlineData("2026-10", false)]
    [InlineData("2026-W34", false)]
    public async Task Given_a_turn_of_a_period_long_over_when_sent_then_it_is_no_news_of_the_week(string period, bool isTold)
    {
        await using var world = await DigestWorld.OfAsync();
        var crossed = new Notification { Id = "crossed-then", Type = EvaluateCompetencies.Crossed, At = new DateTimeOffset(2026, 11, 19, 3, 0, 0, TimeSpan.Zero), Person = "ann" };
        (crossed.Facts["metric"], crossed.Facts["period"], crossed.Facts["to"]) = ("demos", period, "red");
        await world.World.Store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(Partitions.Rep("ann")), crossed), default);

        await world.SendAsync();

        Assert.Equal(isTold, (await world.StoredAsync())!.Content.Crossed.Items.Any(crossing => crossing.Metric == "demos"));
    }

    [Fact]
    public async Task Given_a_digest_that_was_sent_when_its_message_comes_again_then_nothing_is_sent()
    {
        await using var world = await DigestWorld.OfAsync();
        await world.SendAsync();
        world.World.Clock.Advance(TimeSpan.FromHours(1));

        await world.SendAsync();

        Assert.Single(world.Mail.All);
        Assert.Single(await world.FeedAsync());
        Assert.Empty(await world.DueAsync());
    }

    [Fact]
    public async Task Given_two_deliveries_at_once_when_run_then_one_mail_is_sent()
    {
        await using var world = await DigestWorld.OfAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(world.SendAsync)));

        Assert.Single(world.Mail.All);
        Assert.Equal((Delivery.Sent, 1), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Attempt));
    }

    [Fact]
    public async Task Given_a_claim_of_somebody_at_work_when_its_message_comes_again_then_it_waits_until_the_claim_is_ten_minutes_old()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Before = () => throw new IOException("The process ends here.");
        await Assert.ThrowsAsync<IOException>(world.SendAsync);
        world.World.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.SendAsync();

        Assert.Empty(await world.DueAsync());
        world.World.Clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Empty(await world.DueAsync());
        world.World.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Single(await world.DueAsync());
        Assert.Equal(1, (await world.StoredAsync())!.Attempt);
    }

    [Fact]
    public async Task Given_two_attempts_that_ended_without_a_word_when_found_then_it_is_unknown_and_no_third_is_made()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.After = () => throw new IOException("The process ends here.");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<IOException>(world.SendAsync);
            world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        await world.SendAsync();
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.SendAsync();

        Assert.Equal(2, world.Mail.All.Count);
        Assert.Equal(world.Mail.All[0], world.Mail.All[1]);
        Assert.Equal(Delivery.Unknown, (await world.StoredAsync())!.State);
        Assert.Empty(await world.FeedAsync());
    }

    [Fact]
    public async Task Given_a_crash_at_any_call_of_the_store_when_delivered_again_then_one_or_two_equal_mails_and_one_announcement()
    {
        var crashes = 0;
        for (var at = 1; ; at++)
        {
            var isReached = false;
            foreach (var isAfter in new[] { false, true })
            {
                CrashingStore? store = null;
                await using var world = await DigestWorld.OfAsync(wrap: inner => store = new CrashingStore(inner, Partitions.Rep("mia")));
                (store!.CrashAt, store.IsAfter) = (at, isAfter);

                isReached |= await DeliverUntilDoneAsync(world);
                store.CrashAt = 0;

                Assert.InRange(world.Mail.All.Count, 1, 2);
                Assert.Single(world.Mail.All.Distinct());
                Assert.Equal(Delivery.Sent, (await world.StoredAsync())!.State);
                Assert.Single(await world.FeedAsync());
            }

            if (!isReached)
            {
                break;
            }

            crashes++;
        }

        // At least: read, read of the week before, claim, read, mark, the markers, the notification, the marker's end.
        Assert.InRange(crashes, 8, 100);
    }

    [Fact]
    public async Task Given_a_manager_without_a_mail_address_when_sent_then_the_digest_is_kept_and_nothing_is_mailed_even_when_asked_again()
    {
        await using var world = await DigestWorld.OfAsync(address: null);

        await world.SendAsync();
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.SendAsync();

        Assert.Empty(world.Mail.All);
        Assert.Equal((Delivery.NoAddress, 0), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Attempt));
        Assert.Empty(await world.FeedAsync());
    }

    [Theory]
    [InlineData("ann", DigestWorld.Week)]
    [InlineData("nobody", DigestWorld.Week)]
    [InlineData("mia", "2026-W54")]
    [InlineData("mia", "2026-11")]
    public async Task Given_nobody_to_tell_when_sent_then_nothing_happens(string manager, string week)
    {
        await using var world = await DigestWorld.OfAsync();

        await world.World.Get<SendDigest>().Run(DigestWorld.Message(manager, week), default);

        Assert.Empty(world.Mail.All);
        Assert.Empty(await world.World.AllAsync<DigestDelivery>(Partitions.Rep(manager), DigestDocuments.Kind));
    }

    [Fact]
    public async Task Given_an_address_that_was_taken_away_between_attempts_when_found_then_the_digest_is_kept_without_a_mail()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Before = () => throw new IOException("The process ends here.");
        await Assert.ThrowsAsync<IOException>(world.SendAsync);
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.World.PutAsync(ResourceKinds.People, "mia", new Person { Id = "mia", Name = "Mia", Zone = "Europe/Berlin" });

        await world.SendAsync();

        Assert.Empty(world.Mail.All);
        Assert.Equal(Delivery.NoAddress, (await world.StoredAsync())!.State);
    }

    [Fact]
    public async Task Given_a_name_that_changed_between_attempts_when_sent_again_then_the_figures_and_the_message_id_are_the_first_ones()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.After = () => throw new IOException("The process ends here.");
        await Assert.ThrowsAsync<IOException>(world.SendAsync);
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        world.Mail.After = null;
        await world.World.PutAsync(ResourceKinds.People, "ann", new Person { Id = "ann", Name = "Anna", Team = "east", Role = "ae" });

        await world.SendAsync();

        EmailMessage[] mails = [.. world.Mail.All];
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.Equal(mails[0].At, mails[1].At);
        Assert.Contains("Anna", mails[1].Text, StringComparison.Ordinal);
        Assert.Equal((Delivery.Sent, 2), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Attempt));
    }

    [Fact]
    public async Task Given_a_mailbox_that_is_refused_when_sent_then_it_does_not_count_as_sent_and_is_listed()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Answers.Enqueue(new EmailOutcome.Refused("550 5.1.1"));

        await world.SendAsync();
        world.World.Clock.Advance(TimeSpan.FromHours(1));
        await world.SendAsync();

        Assert.Empty(world.Mail.All);
        Assert.Empty(await world.FeedAsync());
        Assert.Equal((Delivery.Refused, "550 5.1.1"), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Reason));
        var listed = Assert.Single(await ListedAsync(world));
        Assert.Equal(("digest-mia-2026-W47", "mia", Delivery.Refused), (listed.Notification, listed.Target, listed.State));
    }

    [Fact]
    public async Task Given_a_server_that_is_busy_when_sent_then_the_digest_waits_and_is_sent_later()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));

        await world.SendAsync();
        Assert.Equal((Delivery.Waiting, 1), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Failures));
        Assert.Equal(Delivery.Waiting, Assert.Single(await ListedAsync(world)).State);
        await world.SendAsync();
        Assert.Empty(world.Mail.All);
        world.World.Clock.Advance(TimeSpan.FromSeconds(6));
        foreach (var due in await world.DueAsync())
        {
            await world.World.Get<SendDigest>().Run(due, default);
        }

        Assert.Single(world.Mail.All);
        Assert.Equal(Delivery.Sent, (await world.StoredAsync())!.State);
        Assert.Equal(Delivery.Sent, Assert.Single(await ListedAsync(world)).State);
        Assert.Single(await world.FeedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_digest_that_waits_when_its_manager_left_or_has_nobody_any_more_then_it_is_not_mailed(bool hasLeft)
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));
        await world.SendAsync();
        if (hasLeft)
        {
            var left = new Person { Id = "mia", Name = "Mia", Mail = "mia@example.com", Zone = "Europe/Berlin", Employment = [new DateSpan(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 24))] };
            await world.World.PutAsync(ResourceKinds.People, "mia", left);
        }
        else
        {
            await world.World.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East" }, new DateOnly(2026, 11, 24), DigestWorld.Now);
        }

        world.World.Clock.Advance(TimeSpan.FromDays(2));
        foreach (var due in await world.DueAsync())
        {
            await world.World.Get<SendDigest>().Run(due, default);
        }

        Assert.Empty(world.Mail.All);
        Assert.Empty(await world.FeedAsync());
        Assert.Equal((Delivery.Unwanted, 1), ((await world.StoredAsync())!.State, (await world.StoredAsync())!.Attempt));
        Assert.Equal(Delivery.Unwanted, Assert.Single(await ListedAsync(world)).State);
    }

    [Fact]
    public async Task Given_another_writer_while_a_digest_is_put_off_when_it_is_due_then_it_is_sent()
    {
        HookedDocuments? store = null;
        await using var world = await DigestWorld.OfAsync(wrap: inner => store = new HookedDocuments(inner));
        world.Mail.Answers.Enqueue(new EmailOutcome.Deferred("421"));
        var lost = 0;
        store!.BeforeCommit = batch => Task.FromResult<CommitResult?>(
            batch.Operations.Any(operation => operation.Id == DigestDocuments.Id(DigestWorld.Week)) && world.Mail.Answers.Count == 0 && lost++ == 0 ? new CommitResult.Refused(0, Refusal.Stale) : null);

        await world.SendAsync();
        world.World.Clock.Advance(TimeSpan.FromSeconds(6));
        foreach (var due in await world.DueAsync())
        {
            await world.World.Get<SendDigest>().Run(due, default);
        }

        Assert.True(lost > 1);
        Assert.Single(world.Mail.All);
    }

    [Fact]
    public async Task Given_a_manager_who_wants_to_be_told_of_digests_when_theirs_is_sent_then_that_mail_is_another_delivery()
    {
        await using var world = await DigestWorld.OfAsync();
        await world.World.Get<PreferenceStore>().PutAsync(
            null, new NotificationPreferences { Person = "mia", AboutReports = [], AboutMe = [NotificationKinds.DigestSent] }, default);
        await world.SendAsync();

        await world.World.Get<NotifyPeople>().Run(Envelopes.Message("digest.sent", Assert.Single(await world.FeedAsync()), DigestWorld.Now).Body, default);
        var received = await world.World.Bus.ReceiveAsync(Queues.DeliverEmail, 10, TimeSpan.FromMinutes(5), default);
        await world.World.Get<DeliverEmail>().Run(Assert.Single(received).Body, default);
        await world.SendAsync();

        Assert.Equal(2, world.Mail.All.Count);
        Assert.Equal([Delivery.Sent, Delivery.Sent], (await ListedAsync(world)).Select(delivery => delivery.State));
    }

    [Fact]
    public async Task Given_a_mail_that_ended_without_being_sent_when_listed_then_it_says_when()
    {
        await using var world = await DigestWorld.OfAsync();
        world.Mail.Answers.Enqueue(new EmailOutcome.Refused("550 5.1.1"));

        await world.SendAsync();

        Assert.InRange(Assert.Single(await ListedAsync(world)).EndedAt!.Value, DigestWorld.Now, world.World.Clock.GetUtcNow());
        Assert.Null((await world.StoredAsync())!.SentAt);
    }

    private static Task<IReadOnlyList<Delivery>> ListedAsync(DigestWorld world) =>
        world.World.AllAsync<Delivery>(Partitions.Deliveries(new DateOnly(2026, 11, 23)), Deliveries.Kind);

    [Fact]
    public async Task Given_a_team_changed_elsewhere_while_a_digest_takes_half_a_minute_then_it_is_composed_again()
    {
        var slow = new SlowStore();
        await using var world = await DigestWorld.OfAsync(wrap: store => slow.Over(store));
        slow.Once("digest~2026-W46", async () =>
        {
            await world.World.PutAsync(ResourceKinds.People, "ann", new Person { Id = "ann", Name = "Ann", Team = "west", Role = "ae", Zone = "Europe/Berlin" });
            world.World.Clock.Advance(TimeSpan.FromSeconds(31));
        });

        await world.SendAsync();

        Assert.True(slow.IsDone);
        Assert.Equal(["ben", "cem"], (await world.StoredAsync())!.Content.ToDo.Items.Select(slot => slot.Person).Order());
        Assert.DoesNotContain("Ann", Assert.Single(world.Mail.All).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_digest_that_no_store_takes_when_sent_then_it_is_a_dead_document_and_not_tried_for_ever()
    {
        await using var world = await DigestWorld.OfAsync(wrap: inner => new HookedDocuments(inner)
        {
            BeforeCommit = batch => Task.FromResult<CommitResult?>(
                batch.Operations.Any(operation => operation.Id == DigestDocuments.Id(DigestWorld.Week)) ? new CommitResult.Refused(-1, Refusal.TooLarge) : null),
        });

        await world.SendAsync();

        Assert.Empty(world.Mail.All);
        var dead = Assert.Single(await world.World.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 11, 23)), DeadDocuments.Kind));
        Assert.Equal((Queues.SendDigest, "The digest of mia for 2026-W47 is too large to be stored."), (dead.Queue, dead.Reason));
    }

    /// <summary>As a broker would: what throws comes again, what was sent for later comes when it is due. True when something threw.</summary>
    private static async Task<bool> DeliverUntilDoneAsync(DigestWorld world)
    {
        var hasThrown = false;
        var waiting = new Queue<string>([DigestWorld.Message()]);
        while (waiting.TryDequeue(out var message))
        {
            try
            {
                await world.World.Get<SendDigest>().Run(message, default);
            }
            catch (IOException)
            {
                hasThrown = true;
                waiting.Enqueue(message);
            }

            world.World.Clock.Advance(TimeSpan.FromMinutes(3));
            foreach (var due in await world.DueAsync())
            {
                waiting.Enqueue(due);
            }

            if (waiting.Count == 0)
            {
                world.World.Clock.Advance(TimeSpan.FromMinutes(11));
                foreach (var due in await world.DueAsync())
                {
                    waiting.Enqueue(due);
                }
            }
        }

        return hasThrown;
    }
}
