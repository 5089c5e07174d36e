using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Tests.Notifications.Preferences;

/// <summary>What preferences do to mails.</summary>
public sealed class WantedMailTests
{
    [Fact]
    public async Task Given_a_rep_who_asked_and_a_manager_who_wants_nothing_when_announced_then_the_rep_alone_is_mailed()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await PutAsync(world, new() { Person = "ann", AboutReports = [], AboutMe = [NotificationKinds.TurnedRed, NotificationKinds.TurnedGreen] });
        await PutAsync(world, new() { Person = "mia", AboutReports = [], AboutMe = [NotificationKinds.TurnedRed] });

        await world.AnnounceAsync(NotificationWorld.Crossed());
        await world.AnnounceAsync(NotificationWorld.Crossed("green"));
        await world.AnnounceAsync(NotificationWorld.Crossed("amber"));
        await RunAsync(world);

        Assert.Equal(["ann@example.com", "ann@example.com"], mail.All.Select(sent => sent.To));
    }

    [Fact]
    public async Task Given_quiet_hours_when_announced_then_the_mail_is_held_until_they_end_and_sent_once()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await PutAsync(world, Quiet);

        // 13:00 in Berlin, quiet until 15:30, which is 14:30 UTC.
        await world.AnnounceAsync(NotificationWorld.Crossed());
        await RunAsync(world);
        await world.World.Get<NotifyPeople>().Run(NotificationWorld.Message(NotificationWorld.Crossed()), default);
        await RunAsync(world);

        Assert.Empty(mail.All);
        var held = Assert.Single(await StoredAsync(world));
        Assert.Equal((Delivery.Waiting, 0, "Quiet hours.", new DateTimeOffset(2026, 11, 18, 14, 30, 0, TimeSpan.Zero)), (held.State, held.Attempt, held.Reason, held.NextAt!.Value));
        world.World.Clock.Advance(TimeSpan.FromMinutes(149));
        await RunAsync(world);
        Assert.Empty(mail.All);
        world.World.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(world);
        world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        await RunAsync(world);
        Assert.Single(mail.All);
        Assert.Equal((Delivery.Sent, 1), (await StoredAsync(world)) is [var sent] ? (sent.State, sent.Attempt) : default);
    }

    [Fact]
    public async Task Given_a_held_mail_when_it_is_no_longer_wanted_then_it_is_not_sent()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await PutAsync(world, Quiet);
        await world.AnnounceAsync(NotificationWorld.Crossed());
        await RunAsync(world);

        await PutAsync(world, Quiet with { AboutReports = [] });
        world.World.Clock.Advance(TimeSpan.FromHours(3));
        await RunAsync(world);

        Assert.Empty(mail.All);
        Assert.Equal(Delivery.Unwanted, Assert.Single(await StoredAsync(world)).State);
    }

    [Fact]
    public async Task Given_a_manager_in_quiet_hours_when_the_digest_is_due_then_it_waits_and_is_sent_once()
    {
        await using var world = await DigestWorld.OfAsync();

        // It is a minute past seven in Berlin.
        var quiet = new NotificationPreferences { Person = "mia", AboutReports = [], AboutMe = [], QuietHours = new QuietHours(new TimeOnly(20, 0), new TimeOnly(8, 0)) };
        await world.World.Get<PreferenceStore>().PutAsync(null, quiet, default);

        await world.SendAsync();
        Assert.Empty(world.Mail.All);
        Assert.Empty(await world.DueAsync());
        world.World.Clock.Advance(TimeSpan.FromHours(1));
        foreach (var due in await world.DueAsync())
        {
            await world.World.Get<Functions.Digests.SendDigest>().Run(due, default);
        }

        await world.SendAsync();
        Assert.Single(world.Mail.All);
    }

    private static readonly NotificationPreferences Quiet = new()
    {
        Person = "mia",
        AboutReports = [NotificationKinds.TurnedRed],
        AboutMe = [],
        QuietHours = new QuietHours(new TimeOnly(12, 0), new TimeOnly(15, 30)),
    };

    private static Task<NotificationWorld> WorldAsync(SentMail mail) => NotificationWorld.OfAsync(configure: services => services.AddSingleton<IEmailSender>(mail));

    private static async Task PutAsync(NotificationWorld world, NotificationPreferences wanted)
    {
        var preferences = world.World.Get<PreferenceStore>();
        await preferences.PutAsync(await preferences.StoredAsync(wanted.Person, default), wanted, default);
    }

    private static Task<IReadOnlyList<Delivery>> StoredAsync(NotificationWorld world) =>
        world.World.AllAsync<Delivery>(Partitions.Deliveries(new DateOnly(2026, 11, 18)), Deliveries.Kind);

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
