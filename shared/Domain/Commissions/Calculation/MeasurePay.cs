using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>
/// One measure period of a component: what it is worth by all that is known now, and what was posted for it. What an open pay period posts is the difference, so that late
/// credits are paid whether their pay period is closed or not.
/// </summary>
internal sealed class MeasurePay(DateOnly end)
{
    private readonly Dictionary<string, decimal> parts = new(StringComparer.Ordinal);
    private Dictionary<string, decimal> unposted = new(StringComparer.Ordinal);

    /// <summary>The day after the measure period: after the longest, where a version of the plan measures another that begins on the same day.</summary>
    public DateOnly End { get; private set; } = end;

    /// <summary>Computed from its start, rounded.</summary>
    public decimal Worth { get; private set; }

    /// <summary>Posted so far.</summary>
    public decimal Posted { get; private set; }

    /// <summary>Of what it is worth, lost to a cap on pay periods.</summary>
    public decimal Forgone { get; private set; }

    public decimal Unposted => Worth - Forgone - Posted;

    /// <summary>What was posted of each part, by id; empty where it is not kept.</summary>
    public IReadOnlyDictionary<string, decimal> PostedParts() =>
        parts.Keys.Union(unposted.Keys).Order(StringComparer.Ordinal).Select(id => (Id: id, Posted: PostedPart(id))).Where(part => part.Posted != 0m)
            .ToDictionary(part => part.Id, part => part.Posted, StringComparer.Ordinal);

    /// <summary>What was posted of one part; 0 where it is not kept.</summary>
    public decimal PostedPart(string id) => parts.GetValueOrDefault(id) - unposted.GetValueOrDefault(id);

    /// <summary>Adds what a pay period is worth.</summary>
    /// <param name="whole">Rounded.</param>
    /// <param name="shares">By part; null where nothing needs them.</param>
    /// <param name="isKept">True where what each part is worth to date is needed later on.</param>
    public void Earn(decimal whole, IReadOnlyDictionary<string, decimal>? shares, bool isKept)
    {
        Worth += whole;
        foreach (var (id, share) in shares ?? new Dictionary<string, decimal>())
        {
            unposted[id] = unposted.GetValueOrDefault(id) + share;
            if (isKept)
            {
                parts[id] = parts.GetValueOrDefault(id) + share;
            }
        }
    }

    /// <summary>Goes on from what closed pay periods posted.</summary>
    public void Restore(decimal posted, decimal forgone, IReadOnlyDictionary<string, decimal>? postedParts)
    {
        (Posted, Forgone) = (posted, forgone);
        unposted = new(parts, StringComparer.Ordinal);
        foreach (var (id, part) in postedParts ?? new Dictionary<string, decimal>())
        {
            unposted[id] = unposted.GetValueOrDefault(id) - part;
        }
    }

    /// <summary>What was taken back of it is not posted any more.</summary>
    public void TakeBack(decimal amount) => Posted -= amount;

    /// <summary>It goes on until a day, at least.</summary>
    public void GoOn(DateOnly until) => End = until > End ? until : End;

    /// <summary>What a credit adds counts as posted: it was taken back as soon as it was given.</summary>
    public void Settle(string part, decimal amount)
    {
        Posted += amount;
        unposted[part] = unposted.GetValueOrDefault(part) - amount;
    }

    /// <summary>Posts what is not posted yet.</summary>
    /// <param name="whole">What this pay period alone is worth.</param>
    /// <param name="most">A cap on pay periods: late credits do not pass it either.</param>
    /// <param name="isCarried">True: what is beyond it is posted later; false: never.</param>
    /// <param name="digits">Decimals of pay.</param>
    public (decimal Amount, IReadOnlyDictionary<string, decimal> Parts) Post(decimal whole, decimal? most, bool isCarried, int digits)
    {
        var (amount, given) = (Unposted, unposted);
        unposted = new(StringComparer.Ordinal);
        if (amount != whole && amount > most)
        {
            var kept = Rounding.HalfAway(most.Value, digits);
            Forgone += isCarried ? 0m : amount - kept;
            var sum = given.Values.Sum();
            var scaled = given.Select(part => new Part(part.Key, sum == 0m ? 0m : part.Value * kept / sum)).ToList();
            var posted = scaled.Count == 0 ? [] : Rounding.Parts(kept, scaled, digits);
            for (var i = 0; i < scaled.Count && isCarried; i++)
            {
                unposted[scaled[i].Id] = given[scaled[i].Id] - posted[i];
            }

            given = new(scaled.Zip(posted).ToDictionary(pair => pair.First.Id, pair => pair.Second), StringComparer.Ordinal);
            amount = kept;
        }

        Posted += amount;
        return (amount, given);
    }
}
