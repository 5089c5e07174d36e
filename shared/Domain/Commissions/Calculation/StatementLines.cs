using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>All that a statement may credit, in the sequence of crediting.</summary>
internal static class StatementLines
{
    public static IReadOnlyList<CreditLine> Of(StatementInput input)
    {
        var posts = input.Posts.ToLookup(post => post.Person, StringComparer.Ordinal);
        var years = new Dictionary<(int, int), DateOnly>();
        var hasRates = input.Terms.Any(terms => terms.Plan.Rates is { Count: > 0 });
        var own = input.Credits.SelectMany(credit => CreditLine.Of(credit, Whose(input.Person, credit.Date)));
        var others = input.OtherCredits.SelectMany(other => CreditLine.Of(other.Credit, Whose(other.Owner, other.Credit.Date)).Select(line => line with
        {
            Owner = other.Owner,
            IsTeam = other.IsTeam,
            IsReport = other.IsReport,
            Level = other.Level,
        }));
        return [.. own.Concat(others).Where(line => line.Date < input.Period.End).Select(Dated).Order()];

        CreditLine Dated(CreditLine line)
        {
            if (!hasRates)
            {
                return line;
            }

            // Plan years begin with a month, or a week, of any kind: days of one month may lie in two of them.
            if (!years.TryGetValue((line.Date.Year, line.Date.DayOfYear), out var start))
            {
                years[(line.Date.Year, line.Date.DayOfYear)] = start = input.Calendar.PeriodOf(PeriodKind.Year, line.Date).Start;
            }

            return line with { YearStart = start };
        }

        CreditedPerson? Whose(string person, DateOnly day) =>
            posts[person].Where(post => post.From <= day).MaxBy(post => post.From) is { } post ? new CreditedPerson(person, post.Role, post.Team) : null;
    }
}
