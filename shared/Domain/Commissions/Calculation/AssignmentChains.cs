namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Which of a person's assignments follow each other: balances go from one into the next.</summary>
internal static class AssignmentChains
{
    /// <summary>
    /// The terms of assignments that began before the end of the period, by chain: an assignment follows the one of the same currency that ended last before it begins and that
    /// no other follows. Assignments at the same time are chains of their own.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<PlanTerms[]>> Of(StatementInput input)
    {
        var chains = new List<List<PlanTerms[]>>();
        var assignments = input.Terms
            .GroupBy(terms => terms.Assignment)
            .Select(group => group.OrderBy(Start).ToArray())
            .Where(terms => Start(terms[0]) < input.Period.End)
            .OrderBy(terms => Start(terms[0]))
            .ThenBy(terms => terms[0].Assignment, StringComparer.Ordinal);
        foreach (var terms in assignments)
        {
            var before = chains
                .Where(chain => chain[^1][^1].To <= Start(terms[0]) && chain[^1][^1].Plan.Currency == terms[0].Plan.Currency)
                .MaxBy(chain => (chain[^1][^1].To, chain[^1][^1].Plan.Id == terms[0].Plan.Id));
            if (before is null)
            {
                chains.Add([terms]);
            }
            else
            {
                before.Add(terms);
            }
        }

        return chains;
    }

    /// <summary>By assignment the one that it follows: whose balances go on in it.</summary>
    public static IReadOnlyDictionary<string, string> Followed(StatementInput input) =>
        Of(input).SelectMany(chain => chain.Zip(chain.Skip(1))).ToDictionary(pair => pair.Second[0].Assignment, pair => pair.First[0].Assignment, StringComparer.Ordinal);

    private static DateOnly Start(PlanTerms terms) => terms.Since > terms.From ? terms.Since.Value : terms.From;
}
