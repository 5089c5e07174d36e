using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>What a scheduled run gives.</summary>
/// <param name="Scorecard">The scorecard to store.</param>
/// <param name="Crossed">What to announce in the same commit, by metric.</param>
/// <param name="IsChanged">False: the stored scorecard says the same, or is of a run not earlier than this one, and need not be written.</param>
public sealed record ScorecardEvaluated(Scorecard Scorecard, IReadOnlyList<ThresholdCrossed> Crossed, bool IsChanged);

/// <summary>
/// What a scheduled run does: numbers, colours, streaks and transitions.
/// </summary>
/// <remarks>
/// A colour is announced once two runs in a row found it and it differs from the one announced before, so a single odd run announces nothing and
/// a return makes ready for the next crossing. Grey neither announces nor changes what was announced, but interrupts a row. A period starts from the colours of
/// the one before it; where there is none, green is taken as given without a word. What one metric does is announced in one kind of period.
/// </remarks>
public static class ScorecardEvaluation
{
    private const int Settled = 2;

    /// <param name="existing">The stored scorecard of this person and period.</param>
    /// <param name="input">What was read.</param>
    /// <param name="now">The time, for <see cref="Scorecard.EvaluatedAt"/>.</param>
    /// <param name="run">The schedule's occurrence; not later than the stored one is skipped.</param>
    public static ScorecardEvaluated Evaluate(Scorecard? existing, ScorecardInput input, DateTimeOffset now, DateTimeOffset run)
    {
        if (existing?.Run >= run)
        {
            return new ScorecardEvaluated(existing, [], IsChanged: false);
        }

        var known = (existing?.Metrics ?? []).ToDictionary(cell => cell.Metric, StringComparer.Ordinal);
        var earlier = (input.Previous?.Metrics ?? []).ToDictionary(cell => cell.Metric, cell => cell.Announced, StringComparer.Ordinal);
        var crossed = new List<ThresholdCrossed>();
        var evaluated = ScorecardNumbers.Of(input).Write(now, (cell, outcome) =>
        {
            var before = known.GetValueOrDefault(cell.Metric);
            var announced = before?.Announced ?? earlier.GetValueOrDefault(cell.Metric);
            var streak = before is { Streak: > 0 } && before.Colour == outcome.Colour ? Settled : 1;
            if (streak == Settled && outcome.Colour != Colours.Grey && outcome.Colour != announced && IsOwn(input, cell.Metric))
            {
                if (announced is not null || outcome.Colour != Colours.Green)
                {
                    crossed.Add(new ThresholdCrossed(
                        input.Person, input.Period.Id, cell.Metric, announced, outcome.Colour, cell.Value, cell.PaceTarget ?? cell.Target, cell.Attainment, run));
                }

                announced = outcome.Colour;
            }

            return cell with { Colour = outcome.Colour, Grey = outcome.Grey, Streak = streak, Announced = announced };
        });
        evaluated = evaluated with
        {
            EvaluatedAt = now,
            Run = run,
            IsSettled = input.Today >= input.Period.End && evaluated.Metrics.All(cell => cell.Streak == Settled || cell.Colour == Colours.Grey),
        };
        return new ScorecardEvaluated(evaluated, crossed, IsChanged: !ScorecardValues.SaysTheSame(existing, evaluated));
    }

    /// <summary>A metric is counted in weeks, months and quarters, and announced in one of them: that of its target, the month for longer ones.</summary>
    private static bool IsOwn(ScorecardInput input, string metric)
    {
        var kind = input.Thresholds.GetValueOrDefault(metric) is { } threshold ? PeriodKinds.Parse(threshold.Content.Period) : null;
        return input.Period.Kind == (kind is PeriodKind.Week or PeriodKind.Quarter ? kind : PeriodKind.Month);
    }
}
