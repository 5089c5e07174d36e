using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;

namespace SalesPerf.Functions.Pages;

/// <summary>What commissions are to be expected, to read: with what made it, and ways to the rest.</summary>
/// <param name="names">Names of ids.</param>
/// <param name="periods">Ways to other periods.</param>
/// <param name="link">The address of the same question with some parameters changed; null takes one out.</param>
internal sealed class ForecastPage(Names names, PeriodLinks periods, Func<(string Name, string? Value)[], string> link)
{
    private static readonly PeriodKind[] Kinds = [PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Year];

    /// <param name="answer">The forecast.</param>
    /// <param name="period">Its period.</param>
    /// <param name="isByTeam">Its lines are teams.</param>
    /// <param name="person">The person asked about; null is everybody.</param>
    /// <param name="team">The team asked about; null is every one.</param>
    public string Render(ForecastAnswer answer, Period period, bool isByTeam, string? person, string? team)
    {
        var about = person is not null ? names.Person(person) : team is not null ? names.Team(team) : null;
        return Layout.Page(about is null ? $"Commissions, {Figures.Name(period)}" : $"{about}, commissions", Html.Of(
            $"""
            {(about is null ? Html.Empty : Layout.Trail("Commission forecast", link([("person", null), ("team", null)])))}
            <h1>{about ?? "Commission forecast"}</h1>
            <p class="soft">{(about is null ? "" : "Commission forecast, ")}{Figures.Name(period)}, {Figures.Days(period.Start, period.Last)}. {Known(answer)}</p>
            {periods.Around(period, other => link([("period", other), ("run", null)]), Kinds)}
            {Totals(answer)}
            <section>{(person is null ? Choices(isByTeam) : Html.Empty)}
            {(answer.Items.Count == 0 ? Html.Of($"<p>Nobody of those you see has a plan in this period.</p>") : Table(answer, isByTeam))}</section>
            {(person is null ? Html.Empty : Html.Join(answer.Items.Select(Details)))}
            {(person is null ? Html.Empty : Html.Of($"<nav>{Layout.Link(Links.Relative.Scorecard(person, period.Id), $"{names.Person(person)}'s scorecard")}</nav>"))}
            {How(answer)}
            <nav>{Layout.Link(link([("format", "csv")]), "The same as CSV")}{Layout.Link(link([("format", "json")]), "As JSON")}</nav>
            """));
    }

    private static string Known(ForecastAnswer answer) =>
        answer.Run is { } run ? $"As published by the run of {Figures.Moment(run)}." : $"As known on {Figures.Moment(answer.AsOf)}.";

    private static Html Totals(ForecastAnswer answer) => answer.Totals.Count == 0 ? Html.Empty : Html.Of(
        $"""
        <div class="grid figures">
        {answer.Totals.Select(total => Html.Of(
            $"""
            <div class="card"><div class="figure">{Money(total.EarnedExpected)}</div><div class="soft">commission expected, {Money(total.EarnedClosed)} of it earned, {Figures.Count(total.People, "person", "people")}</div></div>
            <div class="card"><div class="figure">{Money(total.CreditExpected)}</div><div class="soft">credit expected, {Money(total.CreditClosed)} of it closed</div></div>

            """))}</div>
        """);

    private Html Choices(bool isByTeam) => Html.Of(
        $"<nav>{Choice("By person", "person", !isByTeam)}{Choice("By team", "team", isByTeam)}</nav>");

    private Html Choice(string text, string group, bool isChosen) =>
        isChosen ? Html.Of($"<span aria-current=\"true\">✓ {text}</span>") : Layout.Link(link([("groupBy", group)]), text);

    private Html Table(ForecastAnswer answer, bool isByTeam)
    {
        string[] heads = [isByTeam ? "Team" : "Person", "#Expected", "#Of it earned", "#P10", "#P50", "#P90", "#Credit expected", "#Quota", "#Chance of quota"];
        return Layout.Table(heads, answer.Items.Select(item => Layout.Row(
            heads,
            item.TeamId is { } team
                ? Html.Of($"{Layout.Link(link([("team", team), ("groupBy", "person")]), names.Team(team))}<br><span class=\"soft small\">{Figures.Count(item.People ?? 0, "person", "people")}</span>")
                : Layout.Link(link([("person", item.PersonId), ("team", null)]), names.Person(item.PersonId ?? "")),
            Text(Money(item.Earned.Expected)),
            Text(Figures.Number(item.Earned.Closed.Amount)),
            Text(Figures.Number(item.Earned.P10.Amount)),
            Text(Figures.Number(item.Earned.P50.Amount)),
            Text(Figures.Number(item.Earned.P90.Amount)),
            Text(Money(item.Credit.Expected)),
            Text(item.Quota is { } quota ? Figures.Number(quota.Amount) : "–"),
            Text(Figures.Chance(item.ProbabilityOfQuota)))), "wide");
    }

    private Html Details(ForecastItem item)
    {
        string[] componentHeads = ["Component", "Plan", "Measured in", "#Quota", "#Credit", "#Earned so far", "#Expected"];
        string[] dealHeads = ["Deal", "Closes", "#Probability", "#Amount", "#Pays if won", "#Expected"];
        return Html.Of(
            $"""
            <section><h2>What it is made of</h2>
            {Layout.Table(componentHeads, (item.Components ?? []).Select(component => Layout.Row(
                componentHeads,
                Text(Names.Clean(component.Component)),
                Text(names.Plan(component.Plan)),
                Text(names.Period(component.MeasurePeriod)),
                Text(component.Quota is { } quota ? Money(quota) : "–"),
                Text(Money(component.Credit)),
                Text(Money(component.EarnedClosed)),
                Text(Money(component.EarnedExpected)))))}</section>
            <section><h2>Open deals</h2>
            {(item.Deals is { Count: > 0 } deals
                ? Layout.Table(dealHeads, deals.Select(deal => Layout.Row(
                    dealHeads,
                    Text($"{Names.Clean(deal.Source)} {Names.Clean(deal.Deal)}"),
                    Text(Figures.Date(deal.ExpectedCloseDate)),
                    Html.Of($"{Figures.Chance(deal.Probability)}<br><span class=\"soft small\">{Source(deal.ProbabilitySource)}</span>"),
                    Text(Money(deal.Amount)),
                    Text(Money(deal.Potential)),
                    Text(Money(deal.Weighted)))))
                : Html.Of($"<p>None that is expected to close in this period.</p>"))}</section>
            """);
    }

    private Html How(ForecastAnswer answer)
    {
        var methods = answer.Items.Select(item => item.Method).Distinct().Order(StringComparer.Ordinal).Select(Method);
        var sources = answer.Items.Select(item => item.ProbabilitySource).Distinct().Order(StringComparer.Ordinal).Select(Source);
        var warnings = answer.Items
            .SelectMany(item => item.Warnings)
            .GroupBy(warning => warning.Detail)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => Html.Of($"<li>{same.Key} <span class=\"soft\">({Figures.Number(same.Sum(warning => warning.Count))})</span></li>\n"));
        return Html.Of(
            $"""
            <section><h2>How it was computed</h2>
            <p class="small">What is closed counts as it is; open deals whose expected close date lies in the period count at their probability ({string.Join("; ", sources)}), each won or lost on its own, and every
            outcome goes through the plan's tiers. Expected is the mean; it ends below P10 in one of ten cases and above P90 in one of ten ({string.Join("; ", methods)}). Business not yet created is not in it.</p>
            {(answer.LatestRun is { } latest ? Html.Of($"<p class=\"small\">{Layout.Link(link([("run", latest.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture))]), $"As published by the run of {Figures.Moment(latest)}")}</p>") : Html.Empty)}
            <ul class="small">{warnings}{answer.NotComputed.Select(person => Html.Of($"<li>{names.Person(person)} is in no figure: the numbers are too large to compute with.</li>\n"))}</ul></section>
            """);
    }

    private static string Method(string method) => method switch
    {
        ForecastMethods.Exact => "every outcome counted",
        ForecastMethods.Grid => "on a fine grid that keeps the mean",
        ForecastMethods.Scenarios => "from seeded scenarios",
        _ => method,
    };

    private static string Source(string source) => source switch
    {
        "crm" => "the CRM's",
        "stage" => "the stage's",
        "mixed" => "the CRM's, or else the stage's",
        "none" => "none known",
        _ => source,
    };

    private static string Money(Money money) => Figures.Money(money);

    private static Html Text(string text) => Layout.Text(text);
}
