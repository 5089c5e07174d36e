using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A person's statement: of a closed pay period what was frozen, of another what is known now.</summary>
public sealed class ReadStatement(IDocumentStore store, ReadPeriods periods, MakeStatement statements, BookPieces pieces)
{
    /// <returns>The statement, and while its period is open what it is made from.</returns>
    public async Task<(Statement Statement, StatementInput? Input)> FindAsync(Model model, FiscalCalendar calendar, string person, Period period, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        while (true)
        {
            if (await store.ReadAsync<StatementSnapshot>(pk, BookDocuments.SnapshotId(period.Id), cancellationToken) is { Value: var frozen })
            {
                return (await pieces.OpenAsync(pk, frozen, cancellationToken), null);
            }

            var posted = await pieces.PostedAsync(pk, cancellationToken);
            var all = await periods.AllAsync(cancellationToken);
            var known = ClosedModel.Of(model, ReadPeriods.Closed(all));
            var input = await statements.InputAsync(known, calendar, person, period, ReadPeriods.GoesOn(posted?.Pay, calendar, all), cancellationToken);

            // A close that went by meanwhile froze it, or moved what it goes on from.
            if ((await store.ReadAsync(pk, BookDocuments.PostedId, cancellationToken))?.Rev == posted?.Document.Rev)
            {
                return (CommissionStatement.Compute(input), input);
            }
        }
    }
}
