using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions.Agreements;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>
/// Brings a person's results up to date, one commit a pay period: what is stored is read first, then what names its input, then the statement is made, then it is committed on its ETag.
/// A result whose input has the same name is left as it is. After a change those whose pay looks at the person's follow; in a run everybody has a message of their own.
/// </summary>
public sealed class CalculateCommissions(
    IDocumentStore store, ModelDirectory directory, ReadPeriods periods, ReadStatement statements, ReadFingerprints fingerprints, OfferAgreements offers, Nudges nudges, TimeProvider time)
{
    [Function(nameof(CalculateCommissions))]
    public async Task Run([ServiceBusTrigger(Queues.CalculateCommissions, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<CalculationKey>(message).Data;
        var attempts = new Attempts(time);
        var loaded = await directory.GetAsync(cancellationToken);
        while (!await CalculateAsync(loaded, key.Person, cancellationToken))
        {
            await attempts.AgainAsync(cancellationToken);
            loaded = await directory.ReloadAsync(cancellationToken);
        }

        if (key.Run is { } run)
        {
            await offers.RunAsync(loaded.Model, key.Person, run, cancellationToken);
            await NoteAsync(key.Person, run, cancellationToken);
        }
        else if (!key.IsFollowing)
        {
            await nudges.CalculateAsync([.. PayReaders.Of(loaded.Model, key.Person, Days(loaded)).Select(person => new CalculationKey(person, IsFollowing: true))], cancellationToken);
        }
    }

    /// <summary>Today, and the last days of the months whose results are kept up to date.</summary>
    private DateOnly[] Days(LoadedModel loaded)
    {
        var now = time.GetUtcNow();
        var (today, calendar) = (loaded.Model.Today(now), ScorecardInputs.Calendar(loaded.Model, now));
        return [today, .. calendar.PeriodsOf(PeriodKind.Month, today.AddYears(-1), today).Select(month => month.LastBy(today)).Distinct()];
    }

    /// <summary>False when somebody else wrote one, or the directory grew too old: what is left is looked at again.</summary>
    private async Task<bool> CalculateAsync(LoadedModel loaded, string person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (model, calendar) = (loaded.Model, ScorecardInputs.Calendar(loaded.Model, now));
        var stored = new List<(Period Period, Stored<CalculatedPay>? Pay)>();
        foreach (var period in CalculationPeriods.Of(model, calendar, person, model.Today(now)))
        {
            stored.Add((period, await store.ReadAsync<CalculatedPay>(Partitions.Commissions(period.Id), CalculatedDocuments.Id(person), cancellationToken)));
        }

        var reading = fingerprints.Begin(model, await periods.ClosedAsync(cancellationToken), calendar);
        foreach (var (period, before) in stored)
        {
            var fingerprint = await reading.OfAsync(person, period, cancellationToken);
            if (before?.Value.Fingerprint == fingerprint)
            {
                continue;
            }

            var (statement, _) = await statements.FindAsync(model, calendar, person, period, cancellationToken);
            var pay = CalculatedPay.Of(statement, fingerprint, time.GetUtcNow());
            if (!loaded.IsFreshAt(time.GetUtcNow()) || await store.WriteAsync(before, CalculatedDocuments.Of(pay), pay, cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A later run that is noted already stays.</summary>
    private async Task NoteAsync(string person, DateTimeOffset run, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var before = await store.ReadAsync<CalculatedRun>(CalculatedDocuments.Runs, CalculatedDocuments.Id(person), cancellationToken);
            var noted = new CalculatedRun(person, run);
            if (before?.Value.Run >= run || await store.WriteAsync(before, CalculatedDocuments.Of(noted), noted, cancellationToken) is not null)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }
}
