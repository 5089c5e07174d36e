using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>A person's credits, and the books of the periods in which they stand.</summary>
public sealed class CreditDocuments(IDocumentStore store, Books books)
{
    /// <summary>Replaces the credit document, and the books of the months that it leaves and enters.</summary>
    public async Task AddAsync(DocumentBatch batch, Model model, Credit? before, Contribution after, CancellationToken cancellationToken)
    {
        var id = DealDocuments.CreditId(after.Source, after.Deal);
        var stored = await store.ReadAsync(batch.Pk, id, cancellationToken);
        if (after.Credit is null && stored is null)
        {
            return;
        }

        var document = after.Credit is { } credit
            ? TypedDocuments.New(batch.Pk, id, DealDocuments.CreditKind, DealDocuments.At(credit.Date), credit)
            : TypedDocuments.New(batch.Pk, id, DealDocuments.NoCreditKind, TypedDocuments.Timeless, before ?? TypedDocuments.Open<Credit>(stored!).Value);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored, document);

        // Invoices and payments stand in the months of their own days: those that came or went, or that are of another share now.
        var (factsBefore, factsAfter) = (before?.Facts ?? [], after.Credit?.Facts ?? []);
        var isSame = before?.SharePercent == after.Credit?.SharePercent && before?.OverlayPercent == after.Credit?.OverlayPercent && before?.Amount == after.Credit?.Amount;
        var facts = isSame ? factsBefore.Except(factsAfter).Concat(factsAfter.Except(factsBefore)) : factsBefore.Concat(factsAfter);
        var dates = new[] { before?.Date, after.Credit?.Date }.OfType<DateOnly>().Concat(facts.Select(fact => fact.Date));
        foreach (var period in dates.Select(date => DealContext.MonthOf(model, date)).Distinct())
        {
            await books.AddAsync(batch, period, cancellationToken);
        }
    }
}
