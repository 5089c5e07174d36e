using SalesPerf.Domain.Commissions.Agreements;
using SalesPerf.Functions.Commissions.Agreements;

namespace SalesPerf.Functions.Pages;

/// <summary>What somebody is to agree to: their numbers, then the plan in words.</summary>
internal sealed class AgreementPage(Names names)
{
    private static readonly string[] QuotaHeads = ["Component", "For", "#Quota", "#Weight"];

    private static readonly string[] ObjectiveHeads = ["Objective", "For", "Measure", "#Amount"];

    public string Render(AgreementAnswer answer)
    {
        var agreement = answer.Agreement;
        var plan = Names.Clean(agreement.PlanName ?? agreement.Plan);
        return Layout.Page($"{names.Person(agreement.Person)}, {plan}", Html.Of(
            $"""
            <h1>{plan}</h1>
            <p class="soft">For {names.Person(agreement.Person)}, {Span(agreement)}, version {agreement.PlanVersion} of the plan. {State(answer)}</p>
            <section><h2>Your numbers</h2>
            <ul>{Facts(agreement).Select(fact => Html.Of($"<li>{fact}</li>\n"))}</ul>
            {(agreement.Quotas.Count == 0 ? Html.Empty : Layout.Table(QuotaHeads, agreement.Quotas.Select(Quota)))}
            {(agreement.Objectives.Count == 0 ? Html.Empty : Layout.Table(ObjectiveHeads, agreement.Objectives.Select(Objective)))}
            </section>
            {answer.Sections.Select(PlanPage.Section)}
            """));
    }

    private static string Span(PlanAgreement agreement) => agreement.Until is { } until
        ? $"from {Figures.Date(agreement.From)} to {Figures.Date(until.AddDays(-1))}"
        : $"from {Figures.Date(agreement.From)} on";

    private static string State(AgreementAnswer answer) => (answer.State, answer.AcknowledgedAt) switch
    {
        (AgreementView.Past, { } at) => $"Acknowledged on {Figures.Moment(at)}, and over.",
        (_, { } at) => $"Acknowledged on {Figures.Moment(at)}.",
        _ => "Not acknowledged yet.",
    };

    private static IEnumerable<string> Facts(PlanAgreement agreement)
    {
        yield return agreement.TargetPay is { } pay ? $"Target pay {Figures.Money(pay)} a year." : "No target pay: pay follows from what is sold alone.";
        if (agreement.BaseSalary is { } salary)
        {
            yield return $"Base salary {Figures.Money(salary)} a year.";
        }

        if (agreement.RampStart is { } ramp)
        {
            yield return $"The ramp begins on {Figures.Date(ramp)}.";
        }

        if (agreement.PayoutCurrency is { } other && other != agreement.Currency)
        {
            yield return $"Paid out in {other}.";
        }
    }

    private Html Quota(AgreedQuota quota) => Layout.Row(
        QuotaHeads,
        Layout.Text(Names.Clean(quota.Component)),
        Layout.Text(quota.Objective is null ? quota.Period is { } kind ? $"a {kind}" : "a measure period" : quota.Period is { } period ? names.Period(period) : "–"),
        Layout.Text(quota.Amount is { } amount ? Figures.Money(amount) : "–"),
        Layout.Text($"{Figures.Number(quota.WeightPercent)}\u00a0%"));

    private Html Objective(AgreedObjective objective) => Layout.Row(
        ObjectiveHeads,
        Layout.Text(Names.Clean(objective.Id)),
        Layout.Text(names.Period(objective.Period)),
        Layout.Text(objective.Measure),
        Layout.Text(Figures.Money(objective.Amount)));
}
