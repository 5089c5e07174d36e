using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Closes, by fiscal month: a unit is a person, and is through when their month is closed.</summary>
public sealed class CloseRuns(IDocumentStore store, ModelDirectory directory, ReadPeriods periods) : RunsOfKind
{
    private const int AtOnce = 16;

    public override string Kind => "close";

    public override async Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken)
    {
        var closes = (await periods.AllAsync(cancellationToken)).Where(period => period.KnownAt is not null && (continuation is null || string.CompareOrdinal(period.Period, continuation) < 0)).Reverse().ToList();
        var runs = new List<RunProgress>();
        foreach (var period in closes.Take(size))
        {
            runs.Add(await ProgressAsync(period, cancellationToken));
        }

        return (runs, closes.Count > size ? closes[size - 1].Period : null);
    }

    public override async Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await periods.ReadAsync(id, cancellationToken) is { Value: { KnownAt: not null } period } ? await ProgressAsync(period, cancellationToken) : null;

    private async Task<RunProgress> ProgressAsync(OrganisationPeriod period, CancellationToken cancellationToken)
    {
        var startedAt = period.KnownAt!.Value; // those without are left out
        if (period.ClosedAt is { } closedAt)
        {
            return RunProgress.Of(Kind, period.Period, startedAt, period.Manifest?.People ?? 0, [], isOver: true, closedAt);
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var people = ScorecardInputs.Calendar(model, startedAt).Parse(period.Period) is { } month ? ReadPeriods.People(model, startedAt, month) : [];
        var missing = new List<string>();
        await Parallel.ForEachAsync(people, Several.AtOnce(AtOnce, cancellationToken), async (person, stop) =>
        {
            if (await store.ReadAsync<PersonPeriod>(Partitions.Rep(person), Deals.Books.Id(period.Period), stop) is not { Value.State: OrganisationPeriod.Closed })
            {
                lock (missing)
                {
                    missing.Add(person);
                }
            }
        });
        return RunProgress.Of(Kind, period.Period, startedAt, people.Count, missing, isOver: false) with { State = RunProgress.Running };
    }
}
