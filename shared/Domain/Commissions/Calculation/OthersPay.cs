namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Roll-up of commission: what listed components of others earned, step 12, as credit of one's own.</summary>
internal static class OthersPay
{
    /// <summary>One line a person, component and pay period of theirs that ends in the measure period before <paramref name="end"/>.</summary>
    public static IReadOnlyList<CreditedLine> Of(PlanComponent component, Plan plan, StatementInput input, Values.Period measure, DateOnly end, WarningList warnings)
    {
        var rates = new CreditRates(plan, component.IsOfTargetPay);
        var found = new List<CreditedLine>();
        foreach (var pay in input.OtherPay
            .Where(pay => component.BasedOn!.Contains(pay.Component) && measure.Contains(pay.Date) && pay.Date < end && pay.Amount != 0m && IsOf(component, pay))
            .OrderBy(pay => pay.Date).ThenBy(pay => pay.Person, StringComparer.Ordinal).ThenBy(pay => pay.Component, StringComparer.Ordinal).ThenBy(pay => pay.Amount))
        {
            if (rates.Of(pay.Currency, pay.Date, measure.Start) is not { } rate)
            {
                warnings.Add(WarningCodes.OtherCurrency, pay.Person);
                continue;
            }

            var credit = pay.Amount * rate;
            var line = new CreditLine { Source = "component", Deal = pay.Component, Event = $"{pay.Person} {pay.Date:O}", Owner = pay.Person, Date = pay.Date, Amount = pay.Amount, Currency = pay.Currency, Attributes = [] };
            found.Add(new CreditedLine
            {
                Id = $"component~{pay.Person}~{pay.Component}~{pay.Date:O}~{found.Count}",
                Line = line,
                Rate = rate,
                Match = new MatchedCredit("basedOn", credit, credit, credit),
            });
        }

        return found;
    }

    private static bool IsOf(PlanComponent component, OtherPay pay) => component.CreditOf switch
    {
        "reports" => pay.Level > 0 && component.Levels?.Contains(pay.Level) != false,
        "team" => pay.IsTeam,
        "people" => component.People?.Contains(pay.Person) == true,
        _ => false,
    };
}
