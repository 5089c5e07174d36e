using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Deals.DealWorld;

namespace SalesPerf.Functions.Tests.Deals;

public sealed class BooksTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "open")]
    [InlineData("closing", "closing")]
    [InlineData("closed", "closed")]
    public async Task Given_the_organisations_month_when_a_persons_first_credit_of_it_comes_then_their_books_stand_as_it_does(string? state, string expected)
    {
        await using var world = new World(Now);
        await world.PersonAsync(Ann);
        if (state is not null)
        {
            var document = Books.OfOrganisation(new OrganisationPeriod("2026-07", state));
            await world.Store.CommitAsync(new DocumentBatch(document.Pk).Create(document), default);
        }

        await world.PostAsync(Deal("d", ActivityTypes.DealWon, new(2026, 7, 20, 9, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "1")));
        await world.DrainAsync();

        var books = await world.Store.ReadAsync<PersonPeriod>(Partitions.Rep("ann"), Books.Id("2026-07"), default);
        Assert.Equal(new PersonPeriod("2026-07", expected), books!.Value);
    }

    [Fact]
    public async Task Given_a_persons_month_when_another_credit_of_it_comes_then_it_keeps_its_state_and_gets_a_new_revision()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Ann);
        await world.PostAsync(Deal("d", ActivityTypes.DealWon, new(2026, 7, 20, 9, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "1")));
        await world.DrainAsync();
        var first = await world.Store.ReadAsync<PersonPeriod>(Partitions.Rep("ann"), Books.Id("2026-07"), default);

        await world.PostAsync(Deal("e", ActivityTypes.DealWon, new(2026, 7, 21, 9, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "1")));
        await world.DrainAsync();

        var second = await world.Store.ReadAsync<PersonPeriod>(Partitions.Rep("ann"), Books.Id("2026-07"), default);
        Assert.Equal((new PersonPeriod("2026-07", "open"), first!.Rev + 1), (second!.Value, second.Rev));
    }
}
