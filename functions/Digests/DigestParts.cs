using System.Globalization;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>The pieces that a digest's HTML is laid out with.</summary>
internal static class DigestParts
{
    public const string LinkStyle = "color:#1f5fa8;text-decoration:none";
    public const string NameStyle = "color:#1c2733;text-decoration:none;font-weight:600";

    private const string Font = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

    // Attributes that are markup of ours, not text.
    private static readonly Html Layout = Html.Of($"role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"");

    private static readonly Html Wide = Html.Of($"colspan=\"2\" ");

    public static Html Page(string headline, string week, Html summary, Html sections, Html footer) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>{headline}</title>
        </head>
        <body style="margin:0;padding:0;background:#eef1f4">
        <table {Layout} style="background:#eef1f4">
        <tr><td align="center" style="padding:20px 8px">
        <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:10px;{Font};font-size:15px;line-height:1.45;color:#1c2733;text-align:left">
        <tr><td style="padding:24px 24px 8px">
        <div style="font-size:13px;color:#566472">{week}</div>
        <h1 style="margin:2px 0 12px;font-size:24px;line-height:1.25;font-weight:700;color:#1c2733">{headline}</h1>
        {summary}
        </td></tr>
        {sections}
        <tr><td style="padding:20px 24px 24px;font-size:13px;color:#566472">{footer}</td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>
        """);

    public static Html Section(string title, IEnumerable<Html> rows) => Html.Of(
        $"""
        <tr><td style="padding:16px 24px 0">
        <h2 style="margin:0 0 4px;font-size:17px;line-height:1.3;font-weight:700;color:#1c2733">{title}</h2>
        <table {Layout}>
        {Html.Join(rows)}
        </table>
        </td></tr>

        """);

    /// <summary>A title with a chip at the right, and below what there is to say.</summary>
    public static Html Row(Html title, Html text, Html? chip) => Html.Of(
        $"""
        {Line(title, chip, "7px 0 0")}<tr><td colspan="2" style="padding:0 0 7px;font-size:14px;color:#38454f">{text}</td></tr>

        """);

    /// <summary>A line, and at the right a chip.</summary>
    public static Html Line(Html line, Html? chip = null, string padding = "7px 0") => Html.Of(
        $"""
        <tr><td {(chip is null ? Wide : Html.Empty)}style="padding:{padding};border-top:1px solid #e6eaee;font-size:14px;color:#38454f">{line}</td>
        {(chip is null ? Html.Empty : Html.Of($"<td align=\"right\" valign=\"top\" style=\"padding:{padding};border-top:1px solid #e6eaee;white-space:nowrap\">{chip}</td>"))}</tr>

        """);

    public static Html Block(Html content) => Html.Of($"<tr><td style=\"padding:8px 0;border-top:1px solid #e6eaee\">{content}</td></tr>\n");

    public static Html SubHead(string text) => Html.Of($"<tr><td colspan=\"2\" style=\"padding:12px 0 4px;font-size:13px;font-weight:600;color:#566472\">{text}</td></tr>\n");

    public static Html More(int more) => Html.Of($"<tr><td colspan=\"2\" style=\"padding:8px 0;border-top:1px solid #e6eaee;font-size:13px;color:#566472\">and {more} more</td></tr>\n");

    public static Html Muted(string text) => Html.Of($"<div style=\"padding-top:4px;font-size:13px;color:#566472\">{text}</div>");

    public static Html Small(string text) => Html.Of($"<span style=\"font-size:12px;color:#566472\">{text}</span>");

    /// <summary>A score with its colour, which is said in words too.</summary>
    public static Html Score(decimal? score) => Chip(DigestComposer.ColourOf(score), score is null ? "unknown" : Figures.Percent(score));

    public static Html Chip(string colour, string text)
    {
        var (ink, paper) = colour switch
        {
            Colours.Green => ("#14663d", "#dff3e7"),
            Colours.Amber => ("#7a4d00", "#fdeecb"),
            Colours.Red => ("#a3201a", "#fbe3e1"),
            _ => ("#4a5763", "#e8ecf0"),
        };
        return Html.Of($"<span style=\"display:inline-block;padding:1px 9px;border-radius:10px;background:{paper};color:{ink};font-size:13px;font-weight:600;white-space:nowrap\">{text}</span>");
    }

    /// <summary>How many are green, amber, red and unknown, as widths.</summary>
    public static Html Bar(DigestColours colours)
    {
        var all = colours.Sum();
        var parts = new (int Count, string Paint)[] { (colours.Green, "#2e9e62"), (colours.Amber, "#e0a526"), (colours.Red, "#cf4a42"), (colours.Grey, "#c3ccd4") };
        var cells = parts.Where(part => part.Count > 0).Select(part => Cell(100m * part.Count / all, part.Paint));
        return all == 0 ? Html.Empty : Bar(Html.Join(cells));
    }

    /// <summary>How far a per cent has come.</summary>
    public static Html Progress(decimal percent)
    {
        var filled = Math.Clamp(percent, 1m, 100m);
        return Bar(filled == 100m ? Cell(100m, "#3b78c2") : Html.Of($"{Cell(filled, "#3b78c2")}{Cell(100m - filled, "#e1e7ed")}"));
    }

    public static Html? Metrics(Digest digest, Names names)
    {
        if (digest.Metrics.Count == 0)
        {
            return null;
        }

        var head = Html.Of(
            $"<tr>{HeadCell("", "left", "0")}{HeadCell(names.Period(digest.Month), "right")}{HeadCell("Last week", "right")}{HeadCell("People", "left", "14px")}</tr>\n");
        return Section("Everybody together", [head, .. digest.Metrics.Select(metric => Metric(metric, names))]);
    }

    private static Html Metric(DigestMetric metric, Names names) => Html.Of(
        $"""
        <tr>{DataCell(Html.Of($"{names.Metric(metric.Metric)}"), "left", "0")}{DataCell(Measure(metric.Month, names.Unit(metric.Metric)), "right")}{DataCell(Measure(metric.Week, names.Unit(metric.Metric)), "right")}
        {DataCell(Html.Of($"{Bar(metric.People)}{Small(DigestWords.Colours(metric.People))}"), "left", "14px", "152")}</tr>

        """);

    private static Html Measure(DigestMeasure? measure, string? unit) => measure is null
        ? Html.Of($"–")
        : Html.Of($"<strong>{(measure.Attainment is null ? Figures.Value(measure.Value, unit) : Figures.Percent(measure.Attainment))}</strong><br>{Small(Of(measure, unit))}");

    private static string Of(DigestMeasure measure, string? unit) =>
        measure.Target is { } target ? $"{Figures.Number(measure.Value)} of {Figures.Value(target, unit)}" : Figures.Value(measure.Value, unit);

    private static Html HeadCell(string text, string align, string left = "10px") =>
        Html.Of($"<th align=\"{align}\" style=\"padding:4px 0 4px {left};font-size:12px;font-weight:600;color:#566472\">{text}</th>");

    private static Html DataCell(Html content, string align, string left = "10px", string width = "auto") =>
        Html.Of($"<td align=\"{align}\" width=\"{width}\" valign=\"top\" style=\"padding:7px 0 7px {left};border-top:1px solid #e6eaee;font-size:13px;line-height:1.35\">{content}</td>");

    private static Html Bar(Html cells) => Html.Of($"<table {Layout} style=\"margin:4px 0\"><tr>{cells}</tr></table>");

    private static Html Cell(decimal percent, string paint) =>
        Html.Of($"<td width=\"{Math.Round(percent, 1).ToString(CultureInfo.InvariantCulture)}%\" height=\"8\" style=\"background:{paint};height:8px;font-size:0;line-height:0\">&nbsp;</td>");
}
