namespace SalesPerf.Local.Demo;

/// <summary>How a deal goes in the sample: HubSpot's default pipeline.</summary>
internal static class SampleDeals
{
    /// <summary>In order. The probability is what the source's settings say of an open deal in the stage.</summary>
    public static readonly IReadOnlyList<SampleStage> Stages =
    [
        new("appointmentscheduled", "open", 10, 1),
        new("qualifiedtobuy", "open", 20, 2),
        new("presentationscheduled", "open", 40, 3),
        new("decisionmakerboughtin", "open", 60, 4),
        new("contractsent", "open", 80, 5),
        new("closedwon", "won", 100, 6),
        new("closedlost", "lost", 0, 7),
    ];

    /// <summary>One deal's life: what happens, and when. Later steps than the sample's end are simply not sent.</summary>
    public static IEnumerable<SampleDealStep> Life(Random random, SampleRep rep, DateTimeOffset created)
    {
        var typical = rep.Role == "am" ? 14_000 : 22_000;
        var amount = Math.Round(typical * (0.4 + (1.6 * random.NextDouble() * random.NextDouble())), 0) + (random.Next(4) * 25);
        var cycleDays = 18 + random.Next(40);
        var expected = created.AddDays(cycleDays + random.Next(-5, 12));
        yield return new SampleDealStep(created, null, null);
        yield return new SampleDealStep(created, "hubspot_owner_id", rep.Owner);
        yield return new SampleDealStep(created, "amount", Text(amount));
        yield return new SampleDealStep(created, "dealstage", Stages[0].Id);
        yield return new SampleDealStep(created, "closedate", Text(expected.ToUnixTimeMilliseconds()));

        var at = created;
        for (var stage = 1; stage <= 4; stage++)
        {
            at = at.AddDays(cycleDays / 5.0 * (0.5 + random.NextDouble()));
            if (random.NextDouble() < 0.14)
            {
                yield return new SampleDealStep(at, "dealstage", "closedlost");
                yield break;
            }

            yield return new SampleDealStep(at, "dealstage", Stages[stage].Id);
            if (random.NextDouble() < 0.25)
            {
                amount = Math.Round(amount * (0.85 + (0.4 * random.NextDouble())), 0);
                yield return new SampleDealStep(at.AddMinutes(3), "amount", Text(amount));
            }

            if (random.NextDouble() < 0.2)
            {
                expected = expected.AddDays(random.Next(3, 20));
                yield return new SampleDealStep(at.AddMinutes(4), "closedate", Text(expected.ToUnixTimeMilliseconds()));
            }
        }

        at = at.AddDays(cycleDays / 6.0 * (0.5 + random.NextDouble()));
        yield return new SampleDealStep(at, "dealstage", random.NextDouble() < 0.72 ? "closedwon" : "closedlost");
    }

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A stage of the pipeline.</summary>
internal sealed record SampleStage(string Id, string Outcome, int ProbabilityPercent, int Order);

/// <summary>One change of a deal. Without a property it is the creation.</summary>
internal sealed record SampleDealStep(DateTimeOffset At, string? Property, string? Value);
