using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// The books of a fiscal month: the organisation's beside the calendar, absent while it is open, and each person's. Every commit that touches a
/// credit of a month replaces the person's, so that a close and a late credit cannot miss each other.
/// </summary>
public sealed class Books(IDocumentStore store)
{
    public const string Kind = "period";

    public static string Id(string period) => $"period~{period}";

    /// <summary>The organisation's, as a close writes it.</summary>
    public static Document OfOrganisation(OrganisationPeriod period) =>
        TypedDocuments.New(ResourceKinds.Calendars.Partition, Id(period.Period), Kind, TypedDocuments.Timeless, period);

    /// <summary>A person's, as a close writes it.</summary>
    public static Document OfPerson(string pk, PersonPeriod period) => New(pk, period);

    /// <summary>
    /// Replaces the person's month in <paramref name="batch"/>. One that is absent is made as the organisation's month stands, which is read after it was
    /// found absent and from the store: a close that begins later finds this commit or loses to it.
    /// </summary>
    public async Task AddAsync(DocumentBatch batch, string period, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<PersonPeriod>(batch.Pk, Id(period), cancellationToken) is { } books)
        {
            batch.Replace(books.Document, New(batch.Pk, books.Value));
            return;
        }

        var organisation = await store.ReadAsync<OrganisationPeriod>(ResourceKinds.Calendars.Partition, Id(period), cancellationToken);
        batch.Create(New(batch.Pk, new PersonPeriod(period, organisation?.Value.State ?? OrganisationPeriod.Open)));
    }

    private static Document New(string pk, PersonPeriod period) => TypedDocuments.New(pk, Id(period.Period), Kind, TypedDocuments.Timeless, period);
}
