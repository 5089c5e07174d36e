using System.Globalization;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;

namespace SalesPerf.Functions.Pages;

/// <summary>A statement to read and to print: what is paid, and every step and credit that it comes from.</summary>
/// <param name="names">Names of ids.</param>
/// <param name="periods">Ways to other periods.</param>
internal sealed class StatementPage(Names names, PeriodLinks periods)
{
    /// <summary>More rows than this nobody reads; as JSON and CSV there are all.</summary>
    private const int MaxRows = 500;

    private static readonly PeriodKind[] Kinds = [PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Year];
    private static readonly string[] LineHeads = ["Deal", "Day", "#Base", "#Your credit", "#Counts to", "#Tier", "#Pays here"];
    private static readonly string[] DealHeads = ["Deal", "If won on", "#Amount", "#You would earn", "#Payable"];
    private static readonly string[] SumHeads = ["What", "#Amount"];

    /// <param name="statement">What is shown.</param>
    /// <param name="period">Its pay period.</param>
    /// <param name="open">What open deals would pay; null of a closed period.</param>
    public string Render(Statement statement, Period period, OpenDealsAnswer? open)
    {
        var person = names.Person(statement.Person);
        string Link(string other) => Links.Relative.Statement(statement.Person, other);
        return Layout.Page($"{person}, {Figures.Name(period)}, commission", Html.Of(
            $"""
            <h1>{person}: commission, {Figures.Name(period)}</h1>
            <p class="soft">{Figures.Days(period.Start, period.Last)}. {(statement.State == "closed" ? Layout.Chip("green", "closed") : Layout.Chip("amber", "provisional"))} {(statement.State == "closed" ? "These figures do not change any more." : "It follows what becomes known until the period is closed.")}</p>
            {periods.Around(period, Link, Kinds)}
            {Totals(statement)}
            {Warnings(statement)}
            {statement.Assignments.Select(part => Assignment(part, statement.Person))}
            {Open(open)}
            <p class="soft small">A deal's name leads to everything that was heard of it. Credit is the part of a deal's base that counts for you; pay is rounded once for each component, and its lines sum to it.</p>
            <nav>{Layout.Link(Link(statement.Period) + "?format=csv", "The same as CSV")}{Layout.Link(Link(statement.Period) + "?format=json", "As JSON")}{Layout.Link(Links.Relative.Scorecard(statement.Person, period.Id), "Scorecard")}</nav>
            """));
    }

    private static Html Totals(Statement statement) => statement.Totals.Count == 0
        ? Html.Of($"<section><p>There is no plan that pays by this period.</p></section>")
        : Html.Of(
            $"""
            <div class="grid figures">
            {statement.Totals.Select(total => Html.Of(
                $"""
                {Figure(total.Payout, "paid out")}{Figure(total.Earned, "earned")}{Figure(total.Payable, "payable")}

                """))}</div>
            """);

    private static Html Figure(Money money, string what) => Html.Of($"<div class=\"card\"><div class=\"figure\">{Exact(money)}</div><div class=\"soft\">{what}</div></div>\n");

    private static Html Warnings(Statement statement) => statement.Warnings.Count == 0 ? Html.Empty : Html.Of(
        $"""
        <section><h2>To know</h2><ul>{statement.Warnings.Select(warning => Html.Of($"<li>{warning.Detail} <span class=\"soft\">({string.Join(", ", warning.Examples.Select(Names.Clean))}{(warning.Count > warning.Examples.Count ? $" and {Figures.Number(warning.Count - warning.Examples.Count)} more" : "")})</span></li>\n"))}</ul></section>
        """);

    private Html Assignment(AssignmentStatement part, string person) => Html.Of(
        $"""
        <section><h2>{names.Plan(part.Plan)}: from what you earned to what is paid</h2>
        {Layout.Table(SumHeads, Told(part.Steps).Select(step => Layout.Row(SumHeads, Layout.Text(StatementWords.Step(step.Name)), Layout.Text(Exact(step.Amount)))))}
        {(part.PayoutRate is { } rate ? Html.Of($"<p class=\"small\">Paid out as {Exact(part.Payout)}: {rate.ToString("0.##########", CultureInfo.InvariantCulture)} {part.Earned.Currency} for one {part.Payout.Currency}.</p>") : Html.Empty)}
        {Balances(part)}{Holds(part)}</section>
        {part.Components.Select(component => Component(component, person))}
        {(part.Extras.Count == 0 ? Html.Empty : Html.Of($"<section><h2>Besides</h2>{Extras(part.Extras)}</section>"))}
        """);

    /// <summary>Steps that change something, and the payout.</summary>
    private static IEnumerable<StatementStep> Told(IReadOnlyList<StatementStep> steps)
    {
        StatementStep? sum = null;
        foreach (var step in steps)
        {
            // Names that end a part say what it comes to; all others what is added or taken.
            var isSum = step.Name is "components" or "bounded" or "earned" or "payable" or "result" or "payout";
            if (step.Name == "payout" || (isSum ? sum is null || step.Amount != sum.Amount : step.Amount.Amount != 0m))
            {
                yield return step;
            }

            sum = isSum ? step : sum;
        }
    }

    private static Html Balances(AssignmentStatement part)
    {
        (string Text, Money Money)[] all =
        [
            ("earned and not due yet", part.HeldBalance), ("owed on your draw", part.DrawBalance), ("owed from pay below zero", part.ReceivableBalance),
        ];
        return Html.Of($"<p class=\"small\">After this period: {string.Join("; ", all.Select(one => $"{Exact(one.Money)} {one.Text}"))}.</p>");
    }

    private static Html Holds(AssignmentStatement part) => part.Holds is not { Count: > 0 } holds ? Html.Empty : Html.Of(
        $"<ul class=\"small\">{holds.Select(hold => Html.Of($"<li>{(hold.ReleasedOn is null ? $"Held by finance: {Exact(hold.Amount)}" : "Released by finance")} of {What(hold)}{(hold.Reason is { } why ? $": {Names.Clean(why)}" : "")}</li>\n"))}</ul>");

    private static string What(StatementHold hold) =>
        hold.Deal is not null ? $"the deal {Names.Clean(hold.Deal)}" : hold.Component is not null ? StatementWords.Spelt(hold.Component) : "all pay";

    private Html Component(ComponentStatement component, string person)
    {
        var name = component.Name is { Length: > 0 } given ? Names.Clean(given) : StatementWords.Spelt(component.Component);
        var more = component.Lines.Count - MaxRows;
        return Html.Of(
            $"""
            <section><h2>{name}: {Exact(component.Earned)}</h2>
            <p class="small">{How(component)}</p>
            {(component.Lines.Count == 0 ? Html.Of($"<p class=\"soft\">No credit yet.</p>") : Layout.Table(LineHeads, component.Lines.Take(MaxRows).Select(line => Line(line, person)), "wide"))}
            {(more > 0 ? Html.Of($"<p class=\"soft\">and {Figures.Number(more)} more, in the CSV.</p>") : Html.Empty)}
            {(component.Extras.Count == 0 ? Html.Empty : Extras(component.Extras))}
            {Steps(component)}</section>
            """);
    }

    private string How(ComponentStatement component)
    {
        var measure = component.Measure == "deal" ? "deal by deal" : $"over {names.Period(component.Measure)}";
        var quota = component.Quota is { } known ? $" of a quota of {Exact(known)}: {Percent(component.AttainmentPercent)}" : "";
        var before = component.EarnedBefore.Amount == 0m ? "" : $" {Exact(component.EarnedBefore)} of it were earned in earlier periods.";
        return $"Counted {measure}. To date {Exact(component.QuotaCredit)}{quota}; {Exact(component.Credit)} of credit pay.{before}";
    }

    private Html Line(StatementLine line, string person)
    {
        var currency = line.Earned.Currency;
        var share = line.SharePercent == 100m ? "" : $"{Percent(line.SharePercent)} of it";
        var portions = line.Portions.Count == 0
            ? line.Tier is null ? "–" : $"{line.Tier}{(line.RatePercent is { } rate ? $", {Percent(rate)}" : "")}"
            : string.Join("; ", line.Portions.Select(part => $"{part.Tier}: {Plain(part.Credit)}{(part.RatePercent is { } rate ? $" at {Percent(rate)}" : "")}"));
        var whose = line.Owner is { } owner ? $" of {names.Person(owner)}" : "";
        return Layout.Row(
            LineHeads,
            Html.Of($"{(line.Type == "adjustment" ? Html.Of($"Adjustment") : Layout.Link(Links.Relative.Deal(line.Owner ?? person, line.Source, line.Deal), Names.Clean(line.Deal)))}<br><span class=\"soft small\">{Names.Clean(line.Account ?? line.Source)}{whose}, rule {Names.Clean(line.Rule)}{(line.Capped ? ", capped" : "")}</span>"),
            Layout.Text(Figures.Date(line.Date)),
            Html.Of($"{Plain(line.Base)}{(line.CurrencyRate is { } converted ? Html.Of($"<br><span class=\"soft small\">at {converted.ToString("0.##########", CultureInfo.InvariantCulture)}</span>") : Html.Empty)}"),
            Html.Of($"{Plain(line.Credit)}{(share.Length > 0 ? Html.Of($"<br><span class=\"soft small\">{share}</span>") : Html.Empty)}"),
            Layout.Text(Plain(line.SelectorValue)),
            Layout.Text(portions),
            line.Earned.Amount == 0m && line.PayToDate != 0m ? Html.Of($"<span class=\"soft\">paid before</span>") : Layout.Text(Exact(new Money(line.Earned.Amount, currency))));
    }

    private static Html Steps(ComponentStatement component)
    {
        var told = component.Steps.Where(step => step.Number is >= 7 and <= 12).ToList();
        var changed = told.Where((step, place) => place == 0 || step.Amount != told[place - 1].Amount).ToList();
        return changed.Count < 2 ? Html.Empty : Html.Of(
            $"<p class=\"soft small\">To date, step by step: {string.Join(" → ", changed.Select(step => $"{StatementWords.Component(step.Name)} {Plain(Rounding.HalfAway(step.Amount.Amount, 4))}"))}.</p>");
    }

    private static Html Extras(IReadOnlyList<StatementExtra> extras) => Layout.Table(SumHeads, extras.Select(extra => Layout.Row(
        SumHeads, Html.Of($"{StatementWords.Extra(extra)}{(extra.Component is { } of ? $" of {Names.Clean(of)}" : "")} <span class=\"soft small\">{Names.Clean(extra.Id)}</span>"), Layout.Text(Exact(extra.Amount)))));

    private static Html Open(OpenDealsAnswer? open) => open is null or { Items.Count: 0 } ? Html.Empty : Html.Of(
        $"""
        <section><h2>What your open deals would pay</h2>
        <p class="soft small">Each as if it alone were won as it is now; tiers, caps and gates included.{(open.Together.Count == 0 ? "" : $" All of them together: {string.Join(", ", open.Together.Select(total => Exact(total.Earned)))}.")}</p>
        {Layout.Table(DealHeads, open.Items.Select(deal => Layout.Row(
            DealHeads,
            Html.Of($"{Names.Clean(deal.Deal)}<br><span class=\"soft small\">{Names.Clean(deal.Account ?? deal.Source)}</span>"),
            Layout.Text(Figures.Date(deal.Date)),
            Layout.Text($"{deal.Currency} {Plain(deal.Amount)}".TrimStart()),
            Layout.Text(string.Join(", ", deal.Adds.Select(total => Exact(total.Earned)))),
            Layout.Text(string.Join(", ", deal.Adds.Select(total => Exact(total.Payable)))))))}
        {(open.IsCut ? Html.Of($"<p class=\"soft\">Only the largest are listed.</p>") : Html.Empty)}</section>
        """);

    /// <summary>To the cent: what is paid is never shown rounded.</summary>
    private static string Exact(Money money) => $"{money.Currency}\u00a0{Plain(money.Amount, CurrencyDigits.Of(money.Currency))}";

    private static string Plain(decimal value, int digits = 0) => value.ToString("#,0." + new string('0', digits) + new string('#', 10 - digits), CultureInfo.InvariantCulture);

    private static string Percent(decimal value) => $"{value.ToString("0.####", CultureInfo.InvariantCulture)}\u00a0%";
}
