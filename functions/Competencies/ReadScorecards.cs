using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Reads scorecards: the stored one, or one computed for the moment where none is stored.</summary>
public sealed class ReadScorecards(IDocumentStore store, OpenedDocuments opened, ScorecardInputs inputs, TimeProvider time)
{
    /// <summary>The stored document, or a card that is evaluated now and not stored (without a document).</summary>
    public Task<(Scorecard Card, Document? Document)> ReadAsync(Model model, FiscalCalendar calendar, string person, Period period, CancellationToken cancellationToken) =>
        ReadAsync(store, model, calendar, person, period, cancellationToken);

    /// <summary>The same, to be shown and not to decide by: what another process stored a moment ago may be missing.</summary>
    public Task<(Scorecard Card, Document? Document)> ShowAsync(Model model, FiscalCalendar calendar, string person, Period period, CancellationToken cancellationToken) =>
        ReadAsync(store.SessionReads, model, calendar, person, period, cancellationToken);

    /// <summary>The period asked for; without one the month of <paramref name="today"/>.</summary>
    public static Period Period(FiscalCalendar calendar, string? id, DateOnly today) =>
        id is null
            ? calendar.PeriodOf(PeriodKind.Month, today)
            : calendar.Parse(id) ?? throw Problems.BadQuery("period", "A period is 2026-W47, 2026-11, 2026-Q4, 2026-T3, 2026-H2 or 2026.").ToException();

    private async Task<(Scorecard Card, Document? Document)> ReadAsync(
        IDocumentReader cards, Model model, FiscalCalendar calendar, string person, Period period, CancellationToken cancellationToken)
    {
        // A leaderboard asks for everybody's, and most have not changed since it was asked for last.
        if (await cards.ReadAsync(Partitions.Rep(person), ScorecardDocuments.Id(period.Id), cancellationToken) is { } stored)
        {
            return (opened.Open<Scorecard>(stored).Value, stored);
        }

        var now = time.GetUtcNow();
        var input = await inputs.ReadAsync(model, calendar, person, period, ScorecardInputs.Today(model, person, now), cancellationToken);
        return (ScorecardEvaluation.Evaluate(null, input, now, now).Scorecard with { Run = null, EvaluatedAt = null }, null);
    }
}
