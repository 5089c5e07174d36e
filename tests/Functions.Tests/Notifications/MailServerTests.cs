using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Smtp;
using SalesPerf.TestKit.Email;

namespace SalesPerf.Functions.Tests.Notifications;

/// <summary>Notifications through a mail server on loopback.</summary>
public sealed class MailServerTests
{
    [Fact]
    public async Task Given_every_message_twice_when_run_then_the_server_holds_the_mail_with_both_parts_once()
    {
        await using var server = new SmtpLoopback();
        await using var world = await WorldAsync(server);

        for (var times = 0; times < 2; times++)
        {
            await world.World.Get<NotifyPeople>().Run(NotificationWorld.Message(NotificationWorld.Crossed()), default);
        }

        await RunAsync(world);

        var mail = Assert.Single(server.Mails);
        Assert.Equal("mia@example.com", mail.To);
        Assert.Contains("Subject: Ann: calls turned red", mail.Content, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain", mail.Content, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html", mail.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_server_that_refuses_the_mailbox_when_run_then_it_is_listed_as_refused_without_the_address()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Replies = new Dictionary<string, string> { ["RCPT"] = "550 5.1.1 mia@example.com unknown" } });
        await using var world = await WorldAsync(server);

        await RunAsync(world);

        var stored = await StoredAsync(world);
        Assert.Equal((Delivery.Refused, "550 5.1.1"), (stored.State, stored.Reason));
    }

    [Fact]
    public async Task Given_a_server_that_was_away_when_it_is_back_then_the_mail_arrives()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Greeting = "421 closing" });
        await using var world = await WorldAsync(server);

        await RunAsync(world);
        Assert.Equal(Delivery.Waiting, (await StoredAsync(world)).State);
        server.Behaviour = new SmtpBehaviour();
        world.World.Clock.Advance(TimeSpan.FromSeconds(6));
        await RunAsync(world);

        Assert.Single(server.Mails);
        Assert.Equal(Delivery.Sent, (await StoredAsync(world)).State);
    }

    [Fact]
    public async Task Given_a_server_that_takes_the_mail_and_hangs_up_when_run_then_it_has_it_at_most_twice_under_one_Message_ID()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { DropsAt = "." });
        await using var world = await WorldAsync(server);

        for (var times = 0; times < 4; times++)
        {
            await RunAsync(world);
            world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Equal(2, server.Mails.Count);
        Assert.Single(server.Mails.Select(mail => mail.Content).Distinct());
        Assert.Equal(Delivery.Unknown, (await StoredAsync(world)).State);
    }

    private static async Task<NotificationWorld> WorldAsync(SmtpLoopback server)
    {
        var options = new SmtpOptions { Host = "localhost", Port = server.Port, Security = SmtpSecurity.None, From = new EmailSource("noreply@example.com", "SalesPerf") };
        var world = await NotificationWorld.OfAsync(configure: services => services.AddSmtpEmail(options));
        await world.AnnounceAsync(NotificationWorld.Crossed());
        return world;
    }

    private static async Task<Delivery> StoredAsync(NotificationWorld world) =>
        Assert.Single(await world.World.AllAsync<Delivery>(Partitions.Deliveries(new DateOnly(2026, 11, 18)), Deliveries.Kind));

    /// <summary>As a broker would: what throws comes again, later.</summary>
    private static async Task RunAsync(NotificationWorld world)
    {
        foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Email}"))
        {
            await world.World.Get<NotifyPeople>().Run(message, default);
        }

        foreach (var message in await world.TakeAsync(Queues.DeliverEmail))
        {
            try
            {
                await world.World.Get<DeliverEmail>().Run(message, default);
            }
            catch (IOException)
            {
                await world.World.Bus.SendAsync(Queues.DeliverEmail, [new(message, world.World.Clock.GetUtcNow().AddSeconds(1))], default);
            }
        }
    }
}
