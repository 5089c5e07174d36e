using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Folder;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.People.Erasure.ErasureWorld;

namespace SalesPerf.Functions.Tests.People.Erasure;

public sealed class ErasureTests : IDisposable
{
    private const string Owner = "owner-77xq81";

    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What nobody may find any more.</summary>
    private static readonly string[] Traces = ["Zdeňka Öhlén-Quillfeather", "Zdenka Maidenfort", "zdenka.q@example.com", "zdenka.alias@example.org", "old.zdenka@example.com", Owner];

    private readonly string mails = System.IO.Directory.CreateTempSubdirectory("salesperf-mails-").FullName;

    public void Dispose() => System.IO.Directory.Delete(mails, recursive: true);

    [Fact]
    public async Task Given_a_person_found_everywhere_when_erased_then_no_byte_of_any_file_holds_them_and_the_numbers_stay()
    {
        if (TestStore.IsCosmos)
        {
            return; // its files are the service's
        }

        await using var world = await SampleAsync();
        var (credits, counted) = (await CreditsAsync(world), await CountedAsync(world));
        Assert.All(Traces, trace => Assert.NotEmpty(Found(world, trace)));

        await EraseAsync(world);

        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
        Assert.Equal(credits, await CreditsAsync(world));
        Assert.Equal(counted, await CountedAsync(world));
        await world.StopAsync();
        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
    }

    [Fact]
    public async Task Given_a_call_told_in_parts_when_its_owner_is_erased_and_the_parts_come_again_then_it_stays_theirs_and_counts_once()
    {
        await using var world = await SampleAsync();
        Assert.Equal((1, 0), (await RecordsAsync(world, "p-17"), await RecordsAsync(world, "bob")));

        await EraseAsync(world);
        Assert.Equal((1, 0), (await RecordsAsync(world, "p-17"), await RecordsAsync(world, "bob")));

        await TakeAsync(world, [.. Parts.Reverse(), Part("part-4", "call.changed", 18, ("outcome", "connected"))]);
        await world.DrainAsync();
        Assert.Equal((1, 0), (await RecordsAsync(world, "p-17"), await RecordsAsync(world, "bob")));
        // The first said an address that is no more, so it differs from what is stored: that is said, and changes nothing.
        Assert.Equal(["part-1"], (await DeadAsync(world, Now)).Select(dead => dead.Key).OfType<string>());
        Assert.Equal("connected", (await world.AllAsync<Activity>(Partitions.Rep("p-17"), ActivityDocuments.Kind)).Single().Attributes!["outcome"]);
        Assert.DoesNotContain(await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind), identity => identity.Owner == Owner);

        // It was called off, and then done by whoever had it since.
        await TakeAsync(world, Part("part-5", "call.changed", 17, ("done", "false")), Part("part-6", "call.changed", 16, ("done", "true")));
        await world.DrainAsync();
        Assert.Equal((0, 1), (await RecordsAsync(world, "p-17"), await RecordsAsync(world, "bob")));
    }

    [Fact]
    public async Task Given_a_crash_at_each_commit_before_it_or_after_when_erased_then_it_goes_on_to_the_same_end()
    {
        if (TestStore.IsCosmos)
        {
            return;
        }

        IDocumentStore? inner = null;
        HookedDocuments? hooked = null;
        await using var world = await SampleAsync(store => hooked = new HookedDocuments(inner = store));
        var (credits, counted) = (await CreditsAsync(world), await CountedAsync(world));
        var seen = new HashSet<string>();
        var isErasing = false;
        hooked!.BeforeCommit = async batch =>
        {
            if (!isErasing || !seen.Add($"{batch.Pk} {batch.Operations[0].GetType().Name} {batch.Operations[0].Id} {seen.Count / 40}"))
            {
                return null;
            }

            if (seen.Count % 2 == 0)
            {
                await inner!.CommitAsync(batch, default);
            }

            throw new TimeoutException("lost");
        };
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    isErasing = true;
                    await world.Get<ErasePerson>().Run(message, default);
                    return;
                }
                catch (TimeoutException) when (tries < 200)
                {
                    // The message comes again.
                }
                finally
                {
                    isErasing = false;
                }
            }
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.NotEmpty(seen);
        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
        Assert.Equal(credits, await CreditsAsync(world));
        Assert.Equal(counted, await CountedAsync(world));
    }

    [Fact]
    public async Task Given_an_erased_person_when_their_events_come_in_again_then_nothing_is_counted_twice_or_stored_under_their_id()
    {
        await using var world = await SampleAsync();
        var counted = await CountedAsync(world);
        await EraseAsync(world);

        await TakeAsync(world, Call("call-1"), Call("call-9"));
        await world.DrainAsync();

        Assert.Equal(counted + 1, await CountedAsync(world));
        Assert.Empty(await world.AllAsync<Activity>(Partitions.Who("crm", Owner), ActivityDocuments.Kind));
        Assert.DoesNotContain(await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind), identity => identity.Owner == Owner);
    }

    [Fact]
    public async Task Given_somebody_known_by_a_mail_address_when_erased_then_their_activities_and_deals_name_them_no_more_and_count_as_before()
    {
        if (TestStore.IsCosmos)
        {
            return;
        }

        await using var world = await SampleAsync();
        await TakeAsync(
            world,
            Call("mail-1") with { Owner = "zdenka.alias@example.org", Attributes = new() { ["cc"] = "Zdenka Maidenfort <zdenka.alias@example.org>" } },
            DealWorld.Deal("d2", "deal.created", Now.AddDays(-9), ("owner", "zdenka.alias@example.org"), ("amount", "5"), ("stage", "new")) with { Attributes = new() { ["seller"] = "Zdenka Maidenfort" } });
        await world.DrainAsync();
        var counted = await CountedAsync(world);

        await EraseAsync(world);

        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
        Assert.Equal(counted, await CountedAsync(world));
    }

    [Fact]
    public async Task Given_what_others_did_that_names_them_when_erased_then_it_names_them_no_more_and_stays_theirs()
    {
        if (TestStore.IsCosmos)
        {
            return;
        }

        await using var world = await SampleAsync();
        await world.PutAsync(ResourceKinds.Sources, "crm", new Domain.Sources.Source { Id = "crm", Provider = "cloudevents" });
        foreach (var some in Enumerable.Range(0, 120).Chunk(60))
        {
            await world.Store.CommitAsync(
                some.Aggregate(new DocumentBatch(Partitions.People), (batch, number) => batch.Create(IdentityDocuments.New(new Identity { Source = "crm", Owner = $"a{number}" }))), default);
        }

        await TakeAsync(
            world,
            SampleFeeds.Call("bobs", "2") with { OccurredAt = Now.AddDays(-3), Attributes = new() { ["with"] = "Zdeňka Öhlén-Quillfeather", ["cc"] = "ZDENKA.Q@example.com" } },
            SampleFeeds.Call("nobodys", null) with { OccurredAt = Now.AddDays(-3), Attributes = new() { ["to"] = "old.zdenka@example.com" } },
            DealWorld.Deal("d7", "deal.created", Now.AddDays(-9), ("owner", "2"), ("amount", "5"), ("stage", "new")) with { Attributes = new() { ["seller"] = "Zdenka Maidenfort" } });
        await world.DrainAsync();

        await EraseAsync(world);

        Assert.All([.. Traces, "ZDENKA.Q@example.com"], trace => Assert.Empty(Found(world, trace)));
        var bobs = Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "2"), ActivityDocuments.Kind));
        Assert.Equal(("***", "***"), (bobs.Attributes!["with"], bobs.Attributes["cc"]));
        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
    }

    [Fact]
    public async Task Given_what_is_dead_lettered_or_in_quarantine_when_erased_then_it_names_them_no_more_and_counts_once_it_is_through()
    {
        if (TestStore.IsCosmos)
        {
            return;
        }

        await using var world = await SampleAsync();
        var counted = await CountedAsync(world);
        await TakeAsync(world, Call("ahead") with { OccurredAt = Now.AddDays(9) });
        await world.DrainAsync();
        await BuryAsync(world, Queues.IngestActivities, Envelopes.Message(ActivityEnvelope.Type, Call("late-1"), Now).Body, "It did not work.");
        await BuryAsync(world, Queues.RemapIdentity, FollowOn.Remap(new IdentityKey("crm", Owner)).Message(Now, null).Body, "It did not work.");
        await BuryAsync(world, Queues.ApplyDeal, Envelopes.Message("salesperf.deal.apply", new RecordKey("crm", "deal", "d1"), Now).Body, $"Document activity in who~crm~{Owner} cannot be read.");
        await BuryAsync(world, Queues.IngestActivities, Envelopes.Message(ActivityEnvelope.Type, SampleFeeds.Call("other", "2"), Now).Body, "Somebody else's.");

        await EraseAsync(world);

        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
        Assert.Equal(counted + 1, await CountedAsync(world));
        Assert.Contains("\"other\"", Assert.Single(await world.Bus.PeekDeadLettersAsync(Queues.IngestActivities, 10, default)).Body, StringComparison.Ordinal);

        world.Clock.Advance(TimeSpan.FromDays(9));
        await world.Get<Quarantine>().ReleaseAsync(DateOnly.FromDateTime(Now.AddDays(8).UtcDateTime), world.Clock.GetUtcNow(), default);
        await world.DrainAsync();
        Assert.Equal(counted + 2, await CountedAsync(world));
        Assert.DoesNotContain(await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind), identity => identity.Owner == Owner);
    }

    [Fact]
    public async Task Given_a_message_that_waits_since_before_when_erased_then_the_erasure_waits_for_it()
    {
        await using var world = await SampleAsync();
        var counted = await CountedAsync(world);
        await world.Bus.SendAsync(Queues.IngestActivities, [Envelopes.Message(ActivityEnvelope.Type, Call("waiting"), Now, Now.AddMinutes(20))], default);

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            await world.Get<ErasePerson>().Run(message, default);
            var state = (await world.Get<PersonErasures>().ReadAsync("p-17", default))!.Value.View().State;
            Assert.Equal(await CountedAsync(world) > counted ? state : "running", state);
        };
        await world.DrainAsync();

        Assert.Equal(counted + 1, await CountedAsync(world));
        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
        Assert.DoesNotContain(await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind), identity => identity.Owner == Owner);
    }

    [Fact]
    public async Task Given_an_event_of_theirs_that_comes_in_while_they_are_erased_then_it_names_them_no_more_in_the_end()
    {
        if (TestStore.IsCosmos)
        {
            return;
        }

        await using var world = await SampleAsync();
        var counted = await CountedAsync(world);
        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await TakeAsync(world, Call("call-1"), Call("new-1"));
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await world.DrainAsync();

        Assert.Equal(counted + 1, await CountedAsync(world));
        Assert.All(Traces, trace => Assert.Empty(Found(world, trace)));
    }

    [Fact]
    public async Task Given_a_dead_document_that_spells_the_name_in_escapes_when_erased_then_it_is_deleted()
    {
        await using var world = await SampleAsync();
        var dead = world.Get<DeadDocuments>();
        await dead.AddAsync(new DeadDocument("escaped", Now, null, "It cannot be read.", "crm", null, """[{"from":"Zde\u0148ka \u00D6hl\u00e9n-Quillfeather"}]"""), default);
        await dead.AddAsync(new DeadDocument("form", Now, null, "It cannot be read.", "crm", null, "from=Zde%C5%88ka+%C3%96hl%C3%A9n-Quillfeather&to=x"), default);
        await dead.AddAsync(new DeadDocument("alias", Now.AddDays(-500), null, "It cannot be read.", "crm", null, "ZDENKA.ALIAS@example.org"), default);
        await dead.AddAsync(new DeadDocument("other", Now, null, "It cannot be read.", "crm", null, "Zdenek"), default);

        await EraseAsync(world);

        Assert.Equal(["other"], (await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind)).Select(document => document.Id));
        Assert.Empty(await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.AddDays(-500).UtcDateTime)), DeadDocuments.Kind));
    }

    [Fact]
    public async Task Given_somebody_deleted_and_then_erased_when_their_events_come_in_again_then_nothing_is_stored_under_their_id()
    {
        await using var world = await SampleAsync();
        await world.Get<ChangeResource>().ApplyAsync(ResourceKinds.People, new ResourceChange<Person>("p-17", null, "test", new DateOnly(2026, 11, 2)), null, default);
        await world.DrainAsync();
        await EraseAsync(world);

        await TakeAsync(world, Call("call-1"), Call("call-9"));
        await world.DrainAsync();

        Assert.Empty(await world.AllAsync<Activity>(Partitions.Who("crm", Owner), ActivityDocuments.Kind));
        Assert.DoesNotContain(await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind), identity => identity.Owner == Owner);
        var pseudonym = await world.Get<OwnerPseudonym>().OfErasedAsync("crm", Owner, default);
        Assert.Equal(6, (await world.AllAsync<Activity>(Partitions.Who("crm", pseudonym), ActivityDocuments.Kind)).Count);
    }

    [Fact]
    public async Task Given_an_erased_person_when_a_list_of_people_still_has_them_then_it_is_refused_and_what_names_nobody_is_taken()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        var erased = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model.Person("p-17", new DateOnly(2026, 10, 1))!;

        var thrown = await Assert.ThrowsAsync<ProblemException>(() => SetAsync(
            world, erased with { Name = "Zdenka Maidenfort", Mail = "old.zdenka@example.com", Identities = new() { ["crm"] = [Owner] } }));
        await SetAsync(world, erased with { Team = null, Fte = 0.5m });

        Assert.Equal(422, thrown.Problem.Status);
        Assert.Equal(["/name", "/mail", "/identities/crm"], thrown.Problem.Errors.Select(error => error.Pointer));
    }

    [Fact]
    public async Task Given_somebody_new_with_the_owner_id_of_somebody_erased_when_they_work_then_it_counts_for_them()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        await SetAsync(world, new Person { Id = "p-99", Name = "Come Back", Identities = new() { ["crm"] = [Owner] } });

        await TakeAsync(world, Call("call-77"));
        await world.DrainAsync();

        Assert.Equal("call-77", Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", Owner), ActivityDocuments.Kind)).Key);
    }

    [Theory]
    [InlineData("p-17x", "P-17")]
    [InlineData("Partner", "Partner")]
    public async Task Given_a_name_like_an_id_or_a_stage_when_erased_then_it_ends_and_what_others_numbers_are_made_of_stays(string name, string stage)
    {
        await using var world = await SampleAsync();
        var person = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model.Person("p-17", new DateOnly(2026, 10, 1))!;
        await SetAsync(world, person with { Name = name });
        await TakeAsync(
            world,
            SampleFeeds.Call("bobs", "2") with { OccurredAt = Now.AddDays(-3), Attributes = new() { ["channel"] = name } },
            Call("theirs") with { Attributes = new() { ["with"] = $"{name} and p-17" } },
            DealWorld.Deal("d7", "deal.created", Now.AddDays(-9), ("owner", "2"), ("amount", "5"), ("stage", stage)));
        await world.DrainAsync();

        await EraseAsync(world);

        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
        Assert.Equal(name, Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "2"), ActivityDocuments.Kind)).Attributes!["channel"]);
        Assert.Equal(stage, (await world.Store.ReadAsync<DealRecord>(Partitions.Record("crm", "deal", "d7"), DealDocuments.RecordId, default))!.Value.Changes[0].Fields!["stage"]);
        var pseudonym = await world.Get<OwnerPseudonym>().OfErasedAsync("crm", Owner, default);
        var theirs = (await world.AllAsync<Activity>(Partitions.Who("crm", pseudonym), ActivityDocuments.Kind)).Single(activity => activity.Key == "theirs");
        Assert.Equal("*** and p-17", theirs.Attributes!["with"]);
    }

    [Fact]
    public async Task Given_an_identity_that_is_being_erased_when_somebody_else_claims_it_then_refused_until_it_has_ended()
    {
        await using var world = await SampleAsync();
        var person = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model.Person("p-17", new DateOnly(2026, 10, 1))!;
        await SetAsync(world, person with { Identities = [] });
        await world.DrainAsync();
        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        var successor = new Person { Id = "p-99", Name = "Next One", Identities = new() { ["crm"] = [Owner] } };

        var thrown = await Assert.ThrowsAsync<ProblemException>(() => SetAsync(world, successor));
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await world.DrainAsync();
        await SetAsync(world, successor);

        Assert.Equal((422, "/identities/crm/0"), (thrown.Problem.Status, thrown.Problem.Errors[0].Pointer));
    }

    [Fact]
    public async Task Given_dead_documents_of_others_that_hold_the_number_of_an_owner_when_erased_then_they_stay()
    {
        await using var world = await SampleAsync();
        await SetAsync(world, new Person { Id = "eve", Name = "Eve Moore", Identities = new() { ["crm"] = ["500"] }, Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 1))] });
        var dead = world.Get<DeadDocuments>();
        await dead.AddAsync(new DeadDocument("amount", Now, null, "It cannot be read.", "crm", null, """{"amount":"500","owner":"2"}"""), default);
        await dead.AddAsync(new DeadDocument("elsewhere", Now, null, "It cannot be read.", "pbx", null, """{"owner":"500"}"""), default);
        await dead.AddAsync(new DeadDocument("hers", Now, null, "It cannot be read.", "crm", null, """{"owner":"500"}"""), default);
        await BuryAsync(world, Queues.ApplyDeal, Envelopes.Message("salesperf.deal.apply", new RecordKey("crm", "deal", "d1"), Now).Body, "The server answered 500.");

        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await world.Get<PersonErasures>().RequestAsync("eve", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("eve", default))?.Value.View().State);
        Assert.Single(await world.Bus.PeekDeadLettersAsync(Queues.ApplyDeal, 10, default));
        Assert.Equal(
            ["amount", "dead-1", "elsewhere"],
            (await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind)).Select(document => document.Id).Order());
    }

    [Fact]
    public async Task Given_an_erased_person_when_erased_again_then_it_ends_the_same()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        var before = await world.Store.ReadAsync<Resource<Person>>(Partitions.People, "p-17", default);
        var identities = await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind);

        await EraseAsync(world);

        var after = await world.Store.ReadAsync<Resource<Person>>(Partitions.People, "p-17", default);
        Assert.Equal(before?.Document.Body.ToArray(), after?.Document.Body.ToArray());
        Assert.Equal(identities.Select(identity => identity.Owner), (await world.AllAsync<Identity>(Partitions.People, IdentityDocuments.Kind)).Select(identity => identity.Owner));
        Assert.Equal("done", (await world.Get<PersonErasures>().ReadAsync("p-17", default))?.Value.View().State);
    }

    [Fact]
    public async Task Given_a_key_of_the_person_when_erased_then_it_is_revoked()
    {
        await using var world = await SampleAsync();
        var made = await world.Get<ApiKeys>().IssueAsync(new NewApiKey("a phone", [AccessRole.Rep], "p-17"), "test", new IdempotencyKey("once", "x"), default);
        await EraseAsync(world);

        Assert.Empty(await world.AllAsync<IdempotencyRecord>(ApiKey.Partition(made.Entry.KeyId), IdempotencyKey.Kind));
        Assert.DoesNotContain(await world.AllAsync<ApiKeyEntry>(ApiKeyEntry.Partition, ApiKeyEntry.Kind), entry => entry.Person == "p-17");
    }

    [Theory]
    [InlineData("bob", 409)]
    [InlineData("nobody", 404)]
    public async Task Given_somebody_employed_or_unknown_when_to_be_erased_then_refused(string person, int status)
    {
        await using var world = await SampleAsync();

        var thrown = await Assert.ThrowsAsync<ProblemException>(() => world.Get<PersonErasures>().RequestAsync(person, "test", default));

        Assert.Equal(status, thrown.Problem.Status);
    }

    /// <summary>Makes a dead letter.</summary>
    private static async Task BuryAsync(World world, string queue, string body, string reason)
    {
        await world.Bus.SendAsync(queue, [new BusMessage(body)], default);
        while (await world.Bus.ReceiveAsync(queue, 1, TimeSpan.FromMinutes(1), default) is var received && (await world.Bus.PeekDeadLettersAsync(queue, 50, default)).All(letter => letter.Body != body))
        {
            await world.Bus.AbandonAsync(received, reason, default);
            world.Clock.Advance(TimeSpan.FromMinutes(6));
        }
    }

    /// <summary>p-17 has left, with calls, a deal shared with bob, a mail, a key, a dead document and an older version under another name.</summary>
    private async Task<World> SampleAsync(Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap, services => services.AddFolderEmail(mails));
        await world.PutAsync(ResourceKinds.Metrics, "calls", SampleFeeds.Count("calls", "call.completed"));
        await SetAsync(world, new Person { Id = "bob", Name = "Bob", Identities = new() { ["crm"] = ["2"] } });
        var person = new Person { Id = "p-17", Name = "Zdenka Maidenfort", Mail = "old.zdenka@example.com", Identities = new() { ["crm"] = [Owner, "zdenka.alias@example.org"] } };
        await SetAsync(world, person);
        await SetAsync(world, person with { Name = "Zdeňka Öhlén-Quillfeather", Mail = "zdenka.q@example.com", Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 1))] });
        await world.Get<ApiKeys>().IssueAsync(new NewApiKey("the laptop of Zdeňka Öhlén-Quillfeather", [AccessRole.Rep], "p-17"), "test", default);
        await TakeAsync(world, [.. Enumerable.Range(1, 5).Select(number => Call($"call-{number}"))]);
        await TakeAsync(
            world,
            DealWorld.Deal("d1", "deal.created", Now.AddDays(-30), ("owner", Owner), ("amount", "1000"), ("stage", "new")) with { Attributes = new() { ["seller"] = "zdeňka öhlén-quillfeather (zdenka.q@example.com)" } },
            DealWorld.Deal("d1", "deal.won", Now.AddDays(-29)),
            DealWorld.Deal("d1", "deal.ownerChanged", Now.AddDays(-28), ("owner", "2")));
        await TakeAsync(world, [.. Parts]);
        await world.DrainAsync();
        await world.Get<DeadDocuments>().AddAsync(
            new DeadDocument("dead-1", Now, Queues.IngestActivities, "It cannot be read.", "crm", null, $$"""{"owner":"{{Owner}}"}"""), default);
        await world.Get<IEmailSender>().SendAsync(
            new EmailMessage(
                "digest.1@salesperf.example",
                "boss@example.com",
                "The boss",
                "About Zdeňka Öhlén-Quillfeather",
                "<p>Zde&#328;ka &Ouml;hl&eacute;n-Quillfeather</p>",
                "Zdeňka Öhlén-Quillfeather, zdenka.q@example.com, is behind.",
                Now),
            default);
        return world;
    }

    private static Activity Call(string key) => SampleFeeds.Call(key, Owner) with { OccurredAt = Now.AddDays(-20), ReceivedAt = Now.AddDays(-20), Attributes = new() { ["from"] = "zdenka.q@example.com" } };

    /// <summary>A call whose facts come in three messages, the last of which gives it to somebody else.</summary>
    private static IEnumerable<Activity> Parts =>
    [
        Part("part-1", "call.created", 21, ("countsAs", "call.completed"), ("from", "zdenka.q@example.com")),
        Part("part-2", "call.changed", 20, ("owner", Owner), ("done", "true")),
        Part("part-3", "call.changed", 19, ("owner", "2")),
    ];

    private static Activity Part(string key, string type, int daysAgo, params (string Name, string? Value)[] fields) => SampleFeeds.Call(key, fields.FirstOrDefault(field => field.Name == "owner").Value) with
    {
        Type = type,
        RecordType = ActivityTypes.Call,
        Record = "c1",
        OccurredAt = Now.AddDays(-daysAgo),
        ReceivedAt = Now.AddDays(-daysAgo),
        Account = null,
        Contact = null,
        Fields = new(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };

    /// <summary>The calls told in parts that a person has, by who they are whose the record says it was.</summary>
    private static async Task<int> RecordsAsync(World world, string person) => (await world.AllAsync<Activity>(Partitions.Rep(person), ActivityDocuments.Kind)).Count;

    private static async Task<string> CreditsAsync(World world) =>
        string.Join(" ", (await world.AllAsync<Credit>(Partitions.Rep("p-17"), DealDocuments.CreditKind)).Select(credit => $"{credit.Deal}:{credit.Amount}:{credit.Event}"));

    /// <summary>Calls in the rollups of the person's identities.</summary>
    private static async Task<int> CountedAsync(World world)
    {
        var count = 0;
        foreach (var (source, owner) in (await world.Get<ModelDirectory>().ReloadAsync(default)).Model.IdentitiesOf("p-17"))
        {
            count += (await world.AllAsync<Activity>(Partitions.Who(source, owner), ActivityDocuments.Kind)).Count;
        }

        return count;
    }

    /// <summary>The files that hold the text: as it is, or in base64.</summary>
    private List<string> Found(World world, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[][] forms = [bytes, .. Enumerable.Range(0, 3).Select(pad => Base64Core(bytes, pad))];
        return [.. new[] { world.Folder, mails }
            .SelectMany(folder => System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
            .Where(path =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var content = new byte[file.Length];
                file.ReadExactly(content);
                return forms.Any(form => content.AsSpan().IndexOf(form) >= 0);
            })];
    }

    /// <summary>The part of a base64 text that does not depend on what stands around: <paramref name="pad"/> bytes stand before it in its group.</summary>
    private static byte[] Base64Core(byte[] bytes, int pad)
    {
        var text = Convert.ToBase64String([.. new byte[pad], .. bytes]).TrimEnd('=');
        return Encoding.ASCII.GetBytes(text[(pad == 0 ? 0 : 4)..^((bytes.Length + pad) % 3 == 0 ? 0 : 2)]);
    }
}
