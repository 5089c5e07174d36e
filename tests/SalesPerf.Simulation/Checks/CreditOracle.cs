using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>Works the money out again from the events by itself: who is credited with which deal, on which day and with how much, and what that earns in the quarter.</summary>
internal static class CreditOracle
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <exception cref="BrokenInvariantException">The app says something else.</exception>
    public static void Check(World world, Story story)
    {
        var won = story.Events.Where(one => one.Type.StartsWith("deal.", StringComparison.Ordinal)).GroupBy(one => one.Subject!).Select(Fold).OfType<Won>().ToList();
        foreach (var (person, owners) in story.End.Owners)
        {
            var theirs = won.FindAll(one => one.Owner is { } owner && owners.Contains(owner));
            var stored = world.Documents.Unordered
                .Where(document => document.Kind == DealDocuments.CreditKind && document.Pk == $"rep~{person}")
                .Select(document => TypedDocuments.Open<Credit>(document).Value);
            Same($"{person} is credited with", theirs.Select(one => Line(one.Deal, one.Date, one.Amount, one.Currency)), stored.Select(credit => Line(credit.Deal, credit.Date, credit.Amount, credit.Currency)));
            if (theirs.TrueForAll(one => one.Currency == "USD"))
            {
                var credit = theirs.Sum(one => one.Amount);
                CheckQuarter(world, story.End.FirstRate, person, credit);
                CheckBooks(world, story, person, credit);
            }
        }
    }

    /// <summary>All that is won is won in the one quarter. The plan pays its first rate up to 20,000, 5 % from there to 60,000, 6 % above; what is below nothing goes at the first rate.</summary>
    private static void CheckQuarter(World world, decimal firstRate, string person, decimal credit)
    {
        var stored = world.Documents.Read("forecast~2026-Q4", $"live~{person}") ?? throw new BrokenInvariantException($"{person} has no forecast of the quarter.");
        var dollars = TypedDocuments.Open<StoredForecast>(stored).Value.Result.Currencies.FirstOrDefault(one => one.Currency == "USD");
        Same($"{person} has credit and pay of", [Line("", default, credit, Text(Earned(firstRate, credit)))], [Line("", default, dollars?.Credit.Closed ?? 0, Text(dollars?.Earned.Closed ?? 0))]);
    }

    /// <summary>What was closed twice pays what all is worth, however late it was known: unless the plan's rate changed, which closed days do not follow.</summary>
    private static void CheckBooks(World world, Story story, string person, decimal credit)
    {
        if (story.Close.Part is not null && !story.Changes.Any(change => change.Function == "PutPlan"))
        {
            Same($"{person} is paid in both months", [Text(Earned(story.End.FirstRate, credit))], [Text(BooksCheck.Posted(world, person))]);
        }
    }

    private static decimal Earned(decimal firstRate, decimal credit) => Math.Round(
        (firstRate / 100 * Math.Min(credit, 20_000)) + (0.05m * Math.Clamp(credit - 20_000, 0, 40_000)) + (0.06m * Math.Max(0, credit - 60_000)), 2, MidpointRounding.AwayFromZero);

    /// <summary>An event after the other: in order of time, what is created first and what is deleted last of those of an instant, then by key.</summary>
    private static Won? Fold(IEnumerable<CrmEvent> events)
    {
        var (owner, currency, stage, amount) = ((string?)null, (string?)null, (string?)null, 0m);
        var (isWon, isDeleted, wasOwned) = (false, false, false);
        Won? won = null;
        foreach (var instant in events.GroupBy(one => one.At).OrderBy(group => group.Key))
        {
            var before = won;
            foreach (var one in instant.OrderBy(one => Rank(one.Type)).ThenBy(one => one.Id, StringComparer.Ordinal))
            {
                var (data, was) = (JsonNode.Parse(one.Data)!.AsObject(), stage); // our own JSON
                owner = (string?)data["owner"] ?? owner;
                currency = (string?)data["currency"] ?? currency;
                stage = (string?)data["stage"] ?? stage;
                amount = data["amount"] is { } text ? decimal.Parse((string)text!, CultureInfo.InvariantCulture) : amount;
                if (one.Type == "deal.deleted")
                {
                    isDeleted = true;
                    continue;
                }

                var isRestored = isDeleted && one.Type is "deal.reopened" or "deal.created";
                isDeleted &= !isRestored;
                var isNow = one.Type switch
                {
                    "deal.won" => true,
                    "deal.lost" => false,
                    "deal.reopened" when !isRestored => false,
                    _ => stage != was || (isRestored && one.Type == "deal.created") ? stage == "won" : isWon,
                };
                won = isNow && !isWon ? new Won(one.Subject!, one.At, null, 0, null) : won;
                isWon = isNow;
            }

            if (won is not null && (won != before || !wasOwned))
            {
                won = won with { Owner = owner };
            }

            wasOwned |= owner is not null;
        }

        return isWon && !isDeleted ? won! with { Amount = amount, Currency = currency } : null; // it became won at some instant
    }

    private static int Rank(string type) => type switch { "deal.created" => 0, "deal.won" or "deal.lost" => 2, "deal.deleted" => 3, _ => 1 };

    private static void Same(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (one, other) = (string.Join("; ", expected.Order(StringComparer.Ordinal)), string.Join("; ", found.Order(StringComparer.Ordinal)));
        Invariants.Require(one == other, () => $"{what} [{one}], and the app says [{other}].");
    }

    private static string Line(string deal, DateOnly date, decimal amount, string? currency) => string.Create(CultureInfo.InvariantCulture, $"{deal} {date:O} {Text(amount)} {currency}");

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Won(string Deal, DateTimeOffset At, string? Owner, decimal Amount, string? Currency)
    {
        public DateOnly Date => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(At, London).DateTime);
    }
}
