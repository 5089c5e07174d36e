namespace SalesPerf.Domain.Competencies;

/// <summary>What a nudge does: new numbers under the colours of the last scheduled run.</summary>
public static class ScorecardValues
{
    /// <summary>
    /// The scorecard with values, targets, pace, attainments and scores as of now. Colours, streaks, announcements, run and evaluation time stay as they
    /// are; a cell that is new is grey (not yet) until the next run.
    /// </summary>
    public static Scorecard Refresh(Scorecard? existing, ScorecardInput input, DateTimeOffset now)
    {
        var known = (existing?.Metrics ?? []).ToDictionary(cell => cell.Metric, StringComparer.Ordinal);
        var refreshed = ScorecardNumbers.Of(input).Write(now, (cell, _) => known.TryGetValue(cell.Metric, out var before)
            ? cell with { Colour = before.Colour, Grey = before.Grey, Streak = before.Streak, Announced = before.Announced }
            : cell);
        refreshed = refreshed with { EvaluatedAt = existing?.EvaluatedAt, Run = existing?.Run, IsSettled = existing?.IsSettled == true };

        // Other revisions behind the same numbers give no other colours.
        return existing is not null && SaysTheSame(existing, refreshed with { Inputs = existing.Inputs }) ? refreshed : refreshed with { IsSettled = false };
    }

    /// <summary>True when two scorecards say the same, whenever and by whichever run they were computed: then nothing needs to be written.</summary>
    public static bool SaysTheSame(Scorecard? one, Scorecard? other)
    {
        if (one is null || other is null)
        {
            return one is null && other is null;
        }

        return Plain(one) == Plain(other)
            && one.Metrics.SequenceEqual(other.Metrics)
            && one.Inputs.SequenceEqual(other.Inputs)
            && one.Competencies.Select(Alone).SequenceEqual(other.Competencies.Select(Alone))
            && one.Competencies.SelectMany(competency => competency.Metrics).SequenceEqual(other.Competencies.SelectMany(competency => competency.Metrics));

        static Scorecard Plain(Scorecard card) =>
            card with { Metrics = [], Competencies = [], Inputs = NoInputs, ValuesAt = default, EvaluatedAt = null, Run = null };
    }

    private static readonly SortedDictionary<string, long> NoInputs = [];

    private static CompetencyScore Alone(CompetencyScore competency) => competency with { Metrics = [] };
}
