using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Directory;

public sealed class ModelDirectoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 6, 1);
    private readonly MemoryDocuments store = new();
    private readonly StoppedClock time = new(Now);
    private readonly OwnerPseudonym pseudonym;
    private readonly ModelDirectory directory;

    public ModelDirectoryTests()
    {
        pseudonym = new OwnerPseudonym(store, new EphemeralDataProtectionProvider());
        directory = new ModelDirectory(new ModelReader(store, pseudonym), time);
    }

    [Fact]
    public async Task GetAsync_WithinThirtySeconds_ReadsOnce()
    {
        await SaveAsync("ann", Now);
        var first = await directory.GetAsync(default);
        await SaveAsync("ben", Now);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Same(first, await directory.GetAsync(default));
        Assert.True(first.IsFreshAt(time.GetUtcNow()));

        time.Advance(TimeSpan.FromTicks(1));
        Assert.False(first.IsFreshAt(time.GetUtcNow()));
        Assert.Equal(2, (await directory.GetAsync(default)).Model.People.Count);
    }

    [Fact]
    public async Task ReloadAsync_AndForget_SeeWhatWasWrittenBefore()
    {
        Assert.Empty((await directory.GetAsync(default)).Model.People);
        await SaveAsync("ann", Now);
        Assert.Single((await directory.ReloadAsync(default)).Model.People);
        Assert.Single((await directory.GetAsync(default)).Model.People);

        await SaveAsync("ben", Now);
        directory.Forget();
        Assert.Equal(2, (await directory.GetAsync(default)).Model.People.Count);
    }

    [Fact]
    public async Task Given_nothing_changed_when_read_again_then_the_model_is_the_same_and_the_reading_new()
    {
        await SaveAsync("ann", Now);
        var first = await directory.GetAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        var second = await directory.GetAsync(default);
        Assert.Same(first.Model, second.Model);
        Assert.Equal(Now + TimeSpan.FromMinutes(1), second.LoadedAt);

        await SaveAsync("ben", Now);
        var third = await directory.ReloadAsync(default);
        Assert.NotSame(first.Model, third.Model);
        Assert.Same(first.Model.People["ann"], third.Model.People["ann"]);
        Assert.Same(first.Model.Teams, third.Model.Teams);
    }

    [Fact]
    public async Task Given_a_person_written_again_when_read_then_the_new_content_is_seen()
    {
        await SaveAsync("ann", Now);
        var first = await directory.GetAsync(default);
        await SaveAsync("ann", Now, "crm-1");
        var second = await directory.ReloadAsync(default);
        Assert.NotSame(first.Model.People["ann"], second.Model.People["ann"]);
        Assert.Equal("ann", second.Model.PersonOf("crm", "crm-1"));
    }

    [Fact]
    public async Task Given_many_at_once_when_they_reload_then_readings_are_shared()
    {
        var loaded = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => directory.ReloadAsync(default)));

        // Ten partitions a reading. Everybody who asked while one ran shares the next, so far fewer than 200 readings happen.
        Assert.InRange(store.Ranges / 10, 1, 100);
        Assert.All(loaded, one => Assert.NotNull(one.Model));
    }

    [Fact]
    public async Task Given_more_people_than_a_page_when_read_then_all_are_there()
    {
        for (var person = 0; person < 1203; person++)
        {
            await SaveAsync($"p-{person}", Now);
        }

        Assert.Equal(1203, (await directory.GetAsync(default)).Model.People.Count);
    }

    [Fact]
    public async Task Given_an_owner_that_is_a_mail_address_when_mapped_then_by_its_hash()
    {
        await SaveAsync("ann", Now, "Ann@Example.com");
        var model = (await directory.GetAsync(default)).Model;

        Assert.Equal("ann", model.PersonOf("crm", await pseudonym.OfAsync("ann@example.com", default)));
    }

    [Fact]
    public async Task AsOfAsync_BeforeARecording_DoesNotSeeIt()
    {
        await SaveAsync("ann", Now.AddDays(-2));
        await SaveAsync("ben", Now.AddDays(-1));
        var model = await directory.AsOfAsync(Now.AddDays(-1).AddTicks(-1), default);

        Assert.Equal(["ann"], model.PeopleAt(Day).Select(person => person.Id));
        Assert.Equal(2, (await directory.AsOfAsync(Now.AddDays(-1), default)).PeopleAt(Day).Count());
    }

    [Fact]
    public async Task AsOfAsync_LaterThanTheReading_ReadsAgain()
    {
        await directory.GetAsync(default);
        time.Advance(TimeSpan.FromSeconds(10));
        await SaveAsync("ann", Now.AddSeconds(5));

        Assert.Single((await directory.AsOfAsync(Now.AddSeconds(10), default)).People);
    }

    [Fact]
    public async Task Given_a_store_that_fails_once_when_asked_again_then_it_is_read_again()
    {
        await store.CommitAsync(new DocumentBatch("people").Create(new Document("people", "bad", "person", Now, 1, "{}"u8.ToArray())), default);
        await Assert.ThrowsAnyAsync<Exception>(() => directory.GetAsync(default));
        await store.CommitAsync(new DocumentBatch("people").Delete("bad"), default);

        Assert.Empty((await directory.GetAsync(default)).Model.People);
    }

    private async Task SaveAsync(string id, DateTimeOffset recordedAt, params string[] owners)
    {
        var person = new Person { Id = id, Name = id, Identities = new() { ["crm"] = owners } };
        var resource = new Resource<Person>(id, [new(1, new DateOnly(1900, 1, 1), recordedAt, "test", person)]);
        await store.CommitAsync(new DocumentBatch("people").Upsert(ResourceKinds.People.Document(resource)), default);
    }
}
