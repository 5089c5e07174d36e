using System.Globalization;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Commissions.Rendering;
using SalesPerf.Functions.Resources.Plans;

namespace SalesPerf.Functions.Pages;

/// <summary>A plan to read: what it says, and what it pays as a picture and as a table.</summary>
internal static class PlanPage
{
    private const int Width = 640;

    private const int Height = 280;

    private const int Left = 96;

    private const int Bottom = 40;

    private const int Top = 16;

    private const int Right = 20;

    public static string Render(PlanRendering rendering, Plan plan) => Layout.Page($"{Names.Clean(plan.Name ?? plan.Id)}, plan", Html.Of(
        $"""
        <h1>{Names.Clean(plan.Name ?? plan.Id)}</h1>
        <p class="soft">{State(rendering)}</p>
        {rendering.Sections.Select(section => Section(section, rendering, plan))}
        """));

    private static string State(PlanRendering rendering) => rendering.State switch
    {
        AskedPlan.Draft => "A draft: not in force until a second person approves it.",
        AskedPlan.OfVersion => $"Version {rendering.Version} of this plan.",
        _ => $"In force today: version {rendering.Version}.",
    };

    /// <summary>Without what turns the direction of text, or ends a line.</summary>
    private static string Said(string sentence) => string.Concat(sentence.Where(one => one is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))).Select(one => char.IsControl(one) || one is '\u2028' or '\u2029' ? ' ' : one));

    /// <summary>A part of a plan in words.</summary>
    public static Html Section(PlanSection section) => Section(section, Html.Empty);

    private static Html Section(PlanSection section, PlanRendering rendering, Plan plan)
    {
        var number = rendering.Curves.ToList().FindIndex(one => one.Component == section.Component);
        return Section(section, number < 0 ? Html.Empty : Curve(rendering.Curves[number], number, Title(section), plan.Currency));
    }

    private static Html Section(PlanSection section, Html more) => Html.Of(
        $"""
        <section><h2>{Title(section)}</h2>
        <ul>{section.Sentences.Select(sentence => Html.Of($"<li>{Said(sentence)}</li>\n"))}</ul>
        {more}
        </section>

        """);

    private static string Title(PlanSection section) => section.Id == "plan" ? "In general" : Names.Clean(section.Title);

    private static Html Curve(PayoutCurve curve, int number, string title, string currency)
    {
        string[] heads = [Over(curve), "#Pays"];
        var marks = curve.Marks.ToHashSet();
        var step = curve.Points[^1].At / 10m;
        var shown = curve.Points.Where((point, index) => marks.Contains(point.At) || (index + 1 < curve.Points.Count && marks.Contains(curve.Points[index + 1].At)) || point.At % step == 0m).ToList();
        var of = curve.Credit is { } credit ? $"credit of {Figures.Money(credit)}, " : "";
        return Html.Of(
            $"""
            <p class="soft small">What it pays with {of}a quota of {Figures.Money(curve.Quota)} and target pay of {Figures.Money(curve.TargetPay)} in the measure period, all gates passed.</p>
            {Picture(curve, number, title, currency)}
            <details><summary>The same as a table</summary>
            {Layout.Table(heads, shown.Select(point => Layout.Row(heads, Layout.Text(PlanWordsOf(point.At, curve.Over, currency)), Layout.Text(Figures.Money(point.Pay)))))}
            </details>
            """);
    }

    private static Html Picture(PayoutCurve curve, int number, string title, string currency)
    {
        var (mostAt, mostPay) = (curve.Points[^1].At, Math.Max(1m, curve.Points.Max(point => point.Pay.Amount)));
        var least = Math.Min(0m, curve.Points.Min(point => point.Pay.Amount));
        string X(decimal at) => (Left + ((Width - Left - Right) * at / mostAt)).ToString("0.##", CultureInfo.InvariantCulture);
        string Y(decimal pay) => (Height - Bottom - ((Height - Bottom - Top) * (pay - least) / (mostPay - least))).ToString("0.##", CultureInfo.InvariantCulture);
        var path = string.Join(' ', curve.Points.Select((point, index) => $"{(index == 0 ? 'M' : 'L')}{X(point.At)} {Y(point.Pay.Amount)}"));
        var labelled = Spaced(curve.Marks, mostAt);
        var (first, last) = (curve.Points[0], curve.Points[^1]);
        return Html.Of(
            $"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="t-{number} d-{number}" style="width:100%;height:auto;font:12px sans-serif;fill:currentColor">
            <title id="t-{number}">{title}: pay over {Over(curve)}</title>
            <desc id="d-{number}">From {Figures.Money(first.Pay)} at {PlanWordsOf(first.At, curve.Over, currency)} to {Figures.Money(last.Pay)} at {PlanWordsOf(last.At, curve.Over, currency)}, with {Figures.Count(curve.Marks.Count, "bound", "bounds")} between. The table below has the numbers.</desc>
            {curve.Marks.Select(mark => Html.Of($"<line x1=\"{X(mark)}\" x2=\"{X(mark)}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" style=\"stroke:var(--line)\"/>\n"))}
            {labelled.Select(mark => Html.Of($"<text x=\"{X(mark)}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{PlanWordsOf(mark, curve.Over, currency)}</text>\n"))}
            <text x="{Left - 8}" y="{Y(mostPay)}" text-anchor="end" dominant-baseline="hanging">{Figures.Money(new(mostPay, currency))}</text>
            <text x="{Left - 8}" y="{Y(mostPay / 2m)}" text-anchor="end" dominant-baseline="middle">{Figures.Money(new(mostPay / 2m, currency))}</text>
            <text x="{Left - 8}" y="{Y(0m)}" text-anchor="end">0</text>
            <line x1="{Left}" x2="{Width - Right}" y1="{Y(0m)}" y2="{Y(0m)}" style="stroke:var(--soft)"/>
            <line x1="{Left}" x2="{Left}" y1="{Top}" y2="{Height - Bottom}" style="stroke:var(--soft)"/>
            <path d="{path}" style="fill:none;stroke:var(--fill);stroke-width:2.5;stroke-linejoin:round"/>
            <text x="{(Width + Left) / 2}" y="{Height - 6}" text-anchor="middle">{Over(curve)}</text>
            </svg>
            """);
    }

    /// <summary>Marks whose labels do not run into each other.</summary>
    private static List<decimal> Spaced(IReadOnlyList<decimal> marks, decimal most)
    {
        var spaced = new List<decimal>();
        foreach (var mark in marks.Where(mark => spaced.Count == 0 || mark - spaced[^1] > most / 7m))
        {
            spaced.Add(mark);
        }

        return spaced;
    }

    private static string Over(PayoutCurve curve) => curve.Over switch
    {
        SelectorNames.Attainment => "Attainment of quota",
        SelectorNames.Units => "Units",
        SelectorNames.Margin => "Margin",
        SelectorNames.MarginPercent => "Margin in per cent",
        SelectorNames.Metric => "Value entered",
        SelectorNames.EarnedToDate => "Earned earlier in the year",
        "score" => "Score",
        _ => "Credit",
    };

    private static string PlanWordsOf(decimal at, string over, string currency) => over switch
    {
        SelectorNames.Attainment or SelectorNames.MarginPercent or "score" => Figures.Value(at, "%"),
        SelectorNames.Units or SelectorNames.Metric => Figures.Number(at),
        _ => Figures.Value(at, currency),
    };
}
