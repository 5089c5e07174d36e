using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Tests.Notifications;

/// <summary>What was sent to whom and why not, and what the wall shows, as they are read.</summary>
public sealed class WhatWasSentTests
{
    [Fact]
    public async Task Given_mails_that_went_and_did_not_when_listed_then_each_is_found_by_its_state_and_receiver()
    {
        var mail = new SentMail();
        mail.Answers.Enqueue(new EmailOutcome.Refused("550 5.1.1"));
        await using var world = await WorldAsync(mail);
        await world.World.PutAsync(ResourceKinds.People, "ben", new Person { Id = "ben", Name = "Ben", Team = "east" });
        await AnnounceAsync(world, NotificationWorld.Crossed());
        await AnnounceAsync(world, NotificationWorld.Crossed(person: "ben"));

        Assert.Equal(["crossed-ben-red sent", "crossed-ann-red refused"], await ListAsync(world, ""));
        Assert.Equal(["crossed-ann-red refused"], await ListAsync(world, "?state=refused&channel=email&target=mia"));
        Assert.Empty(await ListAsync(world, "?state=refused&target=ann"));
        Assert.Empty(await ListAsync(world, "?channel=webhooks"));
        Assert.Empty(await ListAsync(world, "?to=2026-11-17"));
        Assert.DoesNotContain("@", (await GetAsync(world, "")).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await GetAsync(world, "", AccessRole.Manager)).Status);
    }

    [Theory]
    [InlineData("?state=lost")]
    [InlineData("?channel=fax")]
    [InlineData("?from=2026-11-19&to=2026-11-18")]
    [InlineData("?from=2025-11-01&to=2026-11-18")]
    [InlineData("?person=mia")]
    public async Task Given_a_question_that_makes_no_sense_when_listed_then_it_is_a_bad_request(string query)
    {
        await using var world = await WorldAsync(new SentMail());

        Assert.Equal(400, (await GetAsync(world, query)).Status);
    }

    [Fact]
    public async Task Given_somebody_who_left_when_they_or_their_report_turn_red_then_they_are_not_told()
    {
        var mail = new SentMail();
        await using var world = await WorldAsync(mail);
        await AnnounceAsync(world, NotificationWorld.Crossed(), isDelivered: false);
        await world.World.PutAsync(
            ResourceKinds.People,
            "mia",
            new Person { Id = "mia", Name = "Mia", Mail = "mia@example.com", Zone = "Europe/Berlin", Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 18))] });

        await DeliverAsync(world);
        await AnnounceAsync(world, NotificationWorld.Crossed("green"));
        await AnnounceAsync(world, NotificationWorld.Crossed(person: "mia"));

        Assert.Empty(mail.All);
        Assert.Equal(["crossed-ann-red unwanted"], await ListAsync(world, ""));
    }

    private static Task<NotificationWorld> WorldAsync(SentMail mail) => NotificationWorld.OfAsync(configure: services => services.AddSingleton<IEmailSender>(mail));

    private static async Task AnnounceAsync(NotificationWorld world, Notification notification, bool isDelivered = true)
    {
        await world.AnnounceAsync(notification);
        foreach (var message in await world.TakeAsync($"{Queues.Notifications}/{Queues.Email}"))
        {
            await world.World.Get<NotifyPeople>().Run(message, default);
        }

        if (isDelivered)
        {
            await DeliverAsync(world);
        }
    }

    private static async Task DeliverAsync(NotificationWorld world)
    {
        foreach (var message in await world.TakeAsync(Queues.DeliverEmail))
        {
            await world.World.Get<DeliverEmail>().Run(message, default);
        }
    }

    private static async Task<IReadOnlyList<string>> ListAsync(NotificationWorld world, string query)
    {
        using var json = JsonDocument.Parse((await GetAsync(world, query)).Body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("notification")} {item.GetProperty("state")}")];
    }

    private static async Task<(int Status, string Body)> GetAsync(NotificationWorld world, string query, AccessRole role = AccessRole.Admin)
    {
        var key = (await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey("key", [role], role == AccessRole.Admin ? null : "mia"), "test", default)).Key;
        var request = Requests.Get("/api/v1/deliveries" + query, ("x-api-key", key));
        try
        {
            var (response, body) = await (await world.World.Get<GetDeliveries>().Run(request, default)).ExecuteAsync(request);
            return (response.StatusCode, body);
        }
        catch (ProblemException exception)
        {
            return (exception.Problem.Status, "");
        }
    }
}
