using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Folder;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.People.Erasure.ErasureWorld;

namespace SalesPerf.Functions.Tests.People.Erasure;

/// <summary>What is about others stays whole, and no message takes longer for how much there is.</summary>
public sealed class ErasedAmongOthersTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly string mails = System.IO.Directory.CreateTempSubdirectory("salesperf-mails-").FullName;

    public void Dispose() => System.IO.Directory.Delete(mails, recursive: true);

    [Fact]
    public async Task Given_dead_documents_of_others_that_hold_the_number_behind_an_owner_when_erased_then_they_stay()
    {
        await using var world = await WorldAsync(Leaver("Eve Moore", null, "500"));
        await BuryAsync(world, "amount", """{"owner":"2","account":"a1","amount":"500"}""");
        await BuryAsync(world, "place", "{}", "Document activity in who~crm~5001 cannot be read.");
        await BuryAsync(world, "hers", """{"occurredAt":"2026-11-01","owner":"500"}""");
        await BuryAsync(world, "her place", "{}", "Document activity in who~crm~500 cannot be read.");
        await BuryAsync(world, "her change", """[{"objectId":7,"propertyName":"hubspot_owner_id","propertyValue":"500"}]""");

        await EraseAsync(world);

        Assert.Equal(["amount", "place"], (await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 11, 18)), DeadDocuments.Kind)).Select(dead => dead.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Given_addresses_and_names_of_others_that_end_the_same_when_erased_then_they_stay()
    {
        await using var world = await WorldAsync(Leaver("Ann Lee", "lee@acme.com", "500"));
        await TakeAsync(world, SampleFeeds.Call("bobs", "2") with
        {
            OccurredAt = Now.AddDays(-3),
            Attributes = new() { ["to"] = "ann.lee@acme.com", ["cc"] = "lee@acme.com.au", ["with"] = "Mary-Ann Lee", ["seller"] = "Ann Lee <lee@acme.com>" },
        });
        await world.DrainAsync();
        await BuryAsync(world, "other", """{"from":"ann.lee@acme.com"}""");

        await EraseAsync(world);

        var attributes = Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "2"), ActivityDocuments.Kind)).Attributes!;
        Assert.Equal("ann.lee@acme.com lee@acme.com.au Mary-Ann Lee *** <***>", string.Join(' ', attributes["to"], attributes["cc"], attributes["with"], attributes["seller"]));
        Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 11, 18)), DeadDocuments.Kind));
    }

    [Fact]
    public async Task Given_a_name_of_one_word_when_erased_then_mails_that_hold_the_word_stay_and_those_to_the_person_go()
    {
        await using var world = await WorldAsync(Leaver("May", "may@example.com", "500"));
        await MailAsync(world, "others@salesperf.example", "bob@example.com", "Two deals are to close in May.");
        await MailAsync(world, "hers@salesperf.example", "may@example.com", "Two deals are yours.");

        await EraseAsync(world);

        Assert.Equal(["others@salesperf.example"], System.IO.Directory.EnumerateFiles(mails, "*.eml", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension));
    }

    [Fact]
    public async Task Given_a_name_of_one_word_and_no_address_when_erased_then_what_others_did_is_not_read()
    {
        HookedDocuments? hooked = null;
        await using var world = await WorldAsync(Leaver("May", null, "500"), store => hooked = new HookedDocuments(store));
        await TakeAsync(world, SampleFeeds.Call("bobs", "2") with { OccurredAt = Now.AddDays(-3) });
        await world.DrainAsync();
        var read = new ConcurrentBag<string>();
        hooked!.BeforeRange = query => read.Add(query.Pk);

        await EraseAsync(world);

        Assert.Contains(Partitions.Who("crm", "500"), read);
        Assert.DoesNotContain(Partitions.Who("crm", "2"), read);
        Assert.Empty(read.Intersect(Partitions.Nobody("crm")));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("ann@acme.com")]
    public async Task Given_more_records_than_a_message_may_take_when_erased_then_none_takes_more_and_all_are_done(string owner)
    {
        const int records = 420;
        const int most = 300;
        HookedDocuments? hooked = null;
        await using var world = await WorldAsync(Leaver("Ann Lee", "ann@acme.com", owner), store => hooked = new HookedDocuments(store));
        foreach (var some in Enumerable.Range(0, records).Chunk(140))
        {
            await TakeAsync(world, [.. some.Select(number =>
                DealWorld.Deal($"d{number:000}", "deal.created", Now.AddDays(-9), ("owner", owner), ("amount", "5")) with { Attributes = new() { ["seller"] = "Ann Lee" } })]);
        }

        await world.DrainAsync();
        var written = new HashSet<string>();
        hooked!.BeforeCommit = batch =>
        {
            written.Add(batch.Pk);
            return Task.FromResult<CommitResult?>(null);
        };
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            written.Clear();
            await world.Get<ErasePerson>().Run(message, default);
            Assert.InRange(written.Count, 0, most);
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        for (var number = 0; number < records; number++)
        {
            var record = await world.Store.ReadAsync<DealRecord>(Partitions.Record("crm", "deal", $"d{number:000}"), DealDocuments.RecordId, default);
            Assert.Equal("***", record?.Value.Changes[0].Attributes?["seller"]);
            Assert.DoesNotContain(owner, record!.Value.Owners);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_others_who_write_the_same_all_the_time_when_erased_then_it_is_come_back_to_until_nothing_names_them(bool isRecord)
    {
        HookedDocuments? hooked = null;
        IDocumentStore? inner = null;
        await using var world = await WorldAsync(Leaver("Ann Lee", "ann@acme.com", "500"), store => hooked = new HookedDocuments(inner = store));
        var naming = isRecord ? DealWorld.Deal("d1", "deal.created", Now.AddDays(-9), ("owner", "2"), ("amount", "5")) : SampleFeeds.Call("bobs", "2") with { OccurredAt = Now.AddDays(-9) };
        await TakeAsync(world, naming with { Attributes = new() { ["seller"] = "Ann Lee" } });
        await world.DrainAsync();
        var pk = isRecord ? Partitions.Record("crm", "deal", "d1") : Partitions.Who("crm", "2");
        var (kind, written) = (isRecord ? ActivityDocuments.ChangeKind : ActivityDocuments.Kind, 0);
        hooked!.BeforeCommit = async batch =>
        {
            // Whoever wants to replace it finds it written by somebody else, thirty times.
            if (batch.Pk == pk && batch.Operations[0] is DocumentOperation.Replace && written < 30)
            {
                written++;
                var document = Assert.Single((await inner!.RangeAsync(new RangeQuery(pk, kind), default)).Items);
                await inner.CommitAsync(new DocumentBatch(pk).Replace(document, document), default);
            }

            return null;
        };

        await EraseAsync(world);

        Assert.Equal(("done", 30), (await StateAsync(world), written));
        Assert.Equal("***", Assert.Single(await world.AllAsync<Activity>(pk, kind)).Attributes?["seller"]);
    }

    private static Person Leaver(string name, string? mail, string owner) => new()
    {
        Id = "p-17",
        Name = name,
        Mail = mail,
        Identities = new() { ["crm"] = [owner] },
        Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 1))],
    };

    private static Task BuryAsync(World world, string id, string body, string reason = "It cannot be read.") =>
        world.Get<DeadDocuments>().AddAsync(new DeadDocument(id, Now, null, reason, "crm", null, body), default);

    private static Task<EmailOutcome> MailAsync(World world, string id, string to, string text) =>
        world.Get<IEmailSender>().SendAsync(new EmailMessage(id, to, "Somebody", "Your week", $"<p>{text}</p>", text, Now), default);

    private async Task<World> WorldAsync(Person leaver, Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap, services => services.AddFolderEmail(mails));
        await world.PutAsync(ResourceKinds.Metrics, "calls", SampleFeeds.Count("calls", "call.completed"));
        await world.PutAsync(ResourceKinds.Sources, "crm", new Domain.Sources.Source { Id = "crm", Provider = "cloudevents" });
        await SetAsync(world, new Person { Id = "bob", Name = "Bob", Identities = new() { ["crm"] = ["2"] } });
        await SetAsync(world, leaver);
        return world;
    }
}
