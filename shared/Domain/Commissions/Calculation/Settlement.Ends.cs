using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>Deals that end: clawbacks and corrections, each once.</content>
internal sealed partial class Settlement
{
    private readonly bool hasEnds;
    private readonly Dictionary<(int Assignment, DateOnly Start), (IReadOnlyDictionary<string, ComponentLedger> Components, PlanBounds Bounds)> snapshots = [];

    private void Snapshot(Slot slot)
    {
        if (hasEnds && slot.IsActive)
        {
            snapshots[(slot.Assignment, slot.Pay.Start)] = (chain[slot.Assignment].Copies(), worth.Copy());
        }
    }

    /// <summary>
    /// What the ends of deals that are known by now and not acted on take back: the measure periods that the credit stands in are computed with and without it, as it was
    /// agreed then. Deals that were taken back before are out of both. No more is taken than was paid.
    /// </summary>
    private IEnumerable<StatementExtra> Ends(Slot slot, DateOnly to)
    {
        if (!hasEnds)
        {
            yield break;
        }

        var ended = lines
            .Select(one => (Id: one.Key, Line: one.Value, Day: DealFacts.Ended(one.Value)))
            .Where(one => one.Day < to && one.Line.Date <= one.Day && !acted.ContainsKey(one.Id))
            .OrderBy(one => one.Day)
            .ThenBy(one => one.Line);
        foreach (var (id, line, day) in ended)
        {
            var place = Array.FindIndex(chain, one => one.On(line.Date) is not null);
            if (place < 0 || chain[place].On(line.Date) is not { } then)
            {
                continue;
            }

            if (then.Plan.Clawback?.TreatAs == DealFacts.NegativeCredit && then.Covers(day!.Value))
            {
                continue; // the running totals have it
            }

            var share = DealFacts.ClawedShare(then.Plan.Clawback, line, day!.Value); // filtered
            var taken = share == 0m ? [] : Taken(slot, place, then, id, line, share);
            acted[id] = new ActedEnd(id, taken, Seen(slot, place, then, line, share));
            foreach (var part in taken.Where(part => part.Line is not null))
            {
                held.Cancel(new MeasureKey(part.Assignment, part.Component, part.From), part.Line!, part.Cancelled, part.Amount, part.Line == id); // filtered
            }

            var whole = taken.Sum(part => part.Amount);
            if (whole != 0m)
            {
                yield return new StatementExtra(then.Plan.Clawback is null ? "correction" : "clawback", line.Deal, new Money(-whole, then.Plan.Currency));
            }
        }
    }

    /// <summary>
    /// Where a credit, or what it is paid by, is another by now than it was when its end was acted on: what the end takes is worked out anew, and the difference counts as posted and taken.
    /// So nothing of the change is paid of what the end takes, and no cap or draw sees it. What is held of it is left, as nothing of an ended credit is released.
    /// </summary>
    /// <param name="slot">The first that is open, or one in which a version begins that pays its measure periods anew.</param>
    private void Correct(Slot slot)
    {
        var changed = acted.Values
            .Select(end => (End: end, Line: lines[end.Id]))
            .Where(one => one.End.Taken.All(part => part.Line is null || part.Line == one.End.Id))
            .OrderBy(one => DealFacts.Ended(one.Line))
            .ThenBy(one => one.Line)
            .ToList();
        foreach (var (end, line) in changed)
        {
            var place = Array.FindIndex(chain, one => one.On(line.Date) is not null);
            if (end.Seen is null || place < 0 || chain[place].On(line.Date) is not { } then || DealFacts.Ended(line) is not { } day)
            {
                continue;
            }

            var share = DealFacts.ClawedShare(then.Plan.Clawback, line, day);
            var seen = Seen(slot, place, then, line, share);
            if (seen == end.Seen)
            {
                continue;
            }

            acted.Remove(end.Id);
            var taken = share == 0m ? [] : Taken(slot, place, then, end.Id, line, share);
            var (heldThen, looseThen) = Split(end.Taken);
            var (heldNow, loose) = Split(taken);
            if (heldNow.Exists(part => part.Line != end.Id || !heldThen.Exists(known => known.IsOf(part))))
            {
                acted[end.Id] = end;
                continue;
            }

            acted[end.Id] = end with { Taken = [.. heldThen, .. loose], Seen = seen };
            foreach (var (part, sign) in loose.Select(part => (part, 1m)).Concat(looseThen.Select(part => (part, -1m))))
            {
                Measure(new MeasureKey(part.Assignment, part.Component, part.From), DateOnly.MinValue).Settle(ComponentLedger.LinePart + end.Id, sign * (part.Unbounded ?? part.Amount));
            }
        }
    }

    /// <summary>What is held of a credit, and what was paid as it was earned.</summary>
    private static (List<TakenPart> Held, List<TakenPart> Loose) Split(IEnumerable<TakenPart> parts)
    {
        var byHold = parts.ToLookup(part => part.Line is not null);
        return ([.. byHold[true]], [.. byHold[false]]);
    }

    /// <summary>What an end takes is worked out by: the credit, which terms of its day are known, and since when a version pays what it made anew.</summary>
    private string Seen(Slot slot, int place, PlanTerms then, CreditLine line, decimal share)
    {
        var reach = Reach(place, then, line);
        var anew = chain[place].Pieces.LastOrDefault(piece => PaysAnew(piece) && piece.Since > line.Date && piece.Since < Earlier(reach.To, slot.Pay.End))?.Since;
        var told = then.Plan.Components
            .Select(component => chain[place].CreditOf(then, component, line))
            .SelectMany(credit => new[] { credit?.Match.Credit, credit?.Match.QuotaCredit, credit?.Units, credit?.Margin })
            .Concat([share, line.Amount, line.Margin, line.Share, line.Overlay, input.Reopened.LastOrDefault(days => days.From <= line.Date && line.Date < days.To)?.At.UtcTicks])
            .Select(number => number?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "-");
        return string.Join(' ', anew is { } since ? told.Append(since.ToString("O", CultureInfo.InvariantCulture)) : told);
    }

    /// <summary>True for a version of the plan that pays the measure periods it begins in from their first day.</summary>
    private static bool PaysAnew(PlanTerms piece) => piece is { Since: not null, QuotasBefore: null, Plan.OnChange: "trueUp" };

    private EndReach Reach(int place, PlanTerms then, CreditLine line) => new(input.Calendar, then, line, component => chain[place].Credits(then, component, line));

    private List<TakenPart> Taken(Slot slot, int place, PlanTerms then, string id, CreditLine line, decimal share)
    {
        var (difference, scale) = WithAndWithout(slot, place, then, line);
        var parts = new List<TakenPart>();
        foreach (var (key, lost, byLine) in difference)
        {
            var (isSpiff, rest) = (key.Component.StartsWith(PeriodEarning.Spiff, StringComparison.Ordinal), lost);
            foreach (var (other, amount) in isSpiff ? [] : byLine)
            {
                var isOwn = other == id;
                if (held.Has(key, other))
                {
                    var cut = amount * scale * share;
                    var (paid, over) = held.ReleasedShare(key, other);
                    var taken = Rounding.HalfAway(isOwn ? Least(cut, amount * scale * paid) + over : cut * paid, then.Digits);
                    var cancelled = isOwn ? 0m : Rounding.HalfAway(cut, then.Digits);
                    if (isOwn || taken != 0m || cancelled != 0m)
                    {
                        parts.Add(new TakenPart(key.Assignment, key.Component, key.From, taken, other, cancelled));
                    }

                    rest -= amount;
                }
            }

            var isBounded = !isSpiff && scale != 1m;
            parts.Add(new TakenPart(key.Assignment, key.Component, key.From, rest * share * (isBounded ? scale : 1m), Unbounded: isBounded ? Rounding.HalfAway(rest * share, then.Digits) : null));
        }

        return Rounded(parts, then.Digits);
    }

    /// <summary>Rounds what is taken as a whole; what is held is rounded already.</summary>
    private static List<TakenPart> Rounded(List<TakenPart> parts, int digits)
    {
        var (ofHeld, loose) = Split(parts);
        var whole = Rounding.HalfAway(loose.Sum(part => part.Amount), digits);
        var rounded = loose.Count == 0 ? [] : Rounding.Parts(whole, [.. loose.Select((part, i) => new Part($"{i:0000}", part.Amount))], digits);
        return [.. ofHeld, .. loose.Zip(rounded, (part, amount) => part with { Amount = amount }).Where(part => part.Amount != 0m || part.Unbounded is not (null or 0m))];
    }

    private static decimal Least(decimal one, decimal other) => Math.Abs(one) <= Math.Abs(other) ? one : other;

    /// <summary>What each measure period loses without a line, by line; and which share of it the plan's floor and caps leave.</summary>
    private (List<(MeasureKey Key, decimal Lost, List<(string Line, decimal Amount)> Lines)> Difference, decimal Scale) WithAndWithout(Slot slot, int place, PlanTerms then, CreditLine line)
    {
        var reach = Reach(place, then, line);
        var pays = Slots().Where(one => one.Assignment == place && one.IsActive && one.Pay.End > reach.From && one.Pay.Start < reach.To && one.Pay.Start <= slot.Pay.Start).ToList();
        if (pays.Count == 0)
        {
            return ([], 1m);
        }

        var gone = lines.Where(one => acted.GetValueOrDefault(one.Key)?.Taken.Any(part => part.Amount != 0m) == true).Select(one => one.Value).ToHashSet();
        var start = snapshots[(place, pays[0].Pay.Start)];
        var with = chain[place].Without(gone, start.Components);
        var without = chain[place].Without(gone.Append(line).ToHashSet(), start.Components);
        var (before, after, lost) = (start.Bounds.Copy(), start.Bounds.Copy(), new SortedDictionary<MeasureKey, (decimal Lost, Dictionary<string, decimal> Lines)>());
        var (own, bounded) = (0m, 0m);
        foreach (var one in pays)
        {
            var (standing, left) = (with.In(one.Pay, false), without.In(one.Pay, false));
            var (sum, less) = (0m, 0m);
            foreach (var (was, now) in standing.Zip(left))
            {
                var isIn = reach.Holds(was);
                var amount = isIn ? was.Amount - now.Amount : 0m;
                sum += was.Component is null ? 0m : was.Amount;
                less += was.Component is null ? 0m : amount;
                if (isIn)
                {
                    Add(lost, was, now, amount);
                }
            }

            own += less;
            bounded += before.Bound(one.Terms!, one.Pay, sum, input.Calendar) - after.Bound(one.Terms!, one.Pay, sum - less, input.Calendar); // active ones have terms
        }

        return ([.. lost.Select(one => (one.Key, one.Value.Lost, one.Value.Lines.Select(part => (part.Key, part.Value)).OrderBy(part => part.Key, StringComparer.Ordinal).ToList()))], own == 0m ? 1m : bounded / own);
    }

    private static void Add(SortedDictionary<MeasureKey, (decimal Lost, Dictionary<string, decimal> Lines)> lost, PeriodEarning was, PeriodEarning now, decimal amount)
    {
        var (sum, byLine) = lost.TryGetValue(was.Key, out var found) ? found : (0m, new Dictionary<string, decimal>(StringComparer.Ordinal));
        foreach (var (shares, sign) in new[] { (was.Earning?.Shares, 1m), (now.Earning?.Shares, -1m) })
        {
            foreach (var (part, share) in shares ?? new Dictionary<string, decimal>())
            {
                if (part.StartsWith(ComponentLedger.LinePart, StringComparison.Ordinal) && part[ComponentLedger.LinePart.Length..] is var id)
                {
                    byLine[id] = byLine.GetValueOrDefault(id) + (sign * share);
                }
            }
        }

        lost[was.Key] = (sum + amount, byLine);
    }
}
