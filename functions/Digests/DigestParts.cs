using System.Globalization;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>The pieces that a digest's HTML is laid out with. The classes are for readers who like it dark; without them it is light.</summary>
internal static class DigestParts
{
    public const string NameStyle = LinkStyle + ";font-weight:600";

    private const string LinkStyle = "color:#1f5fa8;text-decoration:none";
    private const string Font = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

    // Attributes that are markup of ours, not text.
    private static readonly Html Layout = Html.Of($"role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"");

    private static readonly Html Wide = Html.Of($"colspan=\"2\" ");

    private static readonly Html Dark = Html.Of(
        $$"""
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (prefers-color-scheme:dark){
        .g{background:#10171d!important}.p{background:#18212a!important}.i{color:#e4e9ee!important}.t{color:#c9d2da!important}.s{color:#9aa7b3!important}.l{color:#86b7f0!important}
        .b{border-color:#2c3741!important}.r{background:#2c3741!important}
        .green{background:#14372a!important;color:#8fdcb2!important}.amber{background:#3d2f0f!important;color:#f2c869!important}.red{background:#45201f!important;color:#f5a39d!important}.grey{background:#2a343d!important;color:#b1bdc8!important}
        }
        """);

    public static Html Page(string headline, string week, Html summary, Html sections, Html footer) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{headline}</title>
        <style>
        {Dark}
        </style>
        </head>
        <body class="g" style="margin:0;padding:0;background:#eef1f4">
        <table {Layout} class="g" style="background:#eef1f4">
        <tr><td align="center" style="padding:20px 8px">
        <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" class="p i" style="width:100%;max-width:600px;background:#ffffff;border-radius:10px;{Font};font-size:15px;line-height:1.45;color:#1c2733;text-align:left">
        <tr><td style="padding:24px 20px 8px">
        <div class="s" style="font-size:13px;color:#566472">{week}</div>
        <h1 class="i" style="margin:2px 0 12px;font-size:24px;line-height:1.25;font-weight:700;color:#1c2733">{headline}</h1>
        {summary}
        </td></tr>
        {sections}
        <tr><td class="s" style="padding:20px 20px 24px;font-size:13px;color:#566472">{footer}</td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>
        """);

    public static Html Section(string id, string title, IEnumerable<Html> rows) => Html.Of(
        $"""
        <tr><td style="padding:16px 20px 0">
        <h2 id="{id}" class="i" style="margin:0 0 4px;font-size:17px;line-height:1.3;font-weight:700;color:#1c2733">{title}</h2>
        <table {Layout}>
        {Html.Join(rows)}
        </table>
        </td></tr>

        """);

    public static Html Link(string href, string text, string style = LinkStyle) => Html.Of($"<a href=\"{href}\" class=\"l\" style=\"{style}\">{text}</a>");

    /// <summary>A title with a chip at the right, and below what there is to say.</summary>
    public static Html Row(Html title, Html text, Html? chip) => Html.Of(
        $"""
        {Line(title, chip, "7px 0 0")}<tr><td colspan="2" class="t" style="padding:0 0 7px;font-size:14px;color:#38454f">{text}</td></tr>

        """);

    /// <summary>A line, and at the right a chip.</summary>
    public static Html Line(Html line, Html? chip = null, string padding = "7px 0") => Html.Of(
        $"""
        <tr><td {(chip is null ? Wide : Html.Empty)}class="t b" style="padding:{padding};border-top:1px solid #e6eaee;font-size:14px;color:#38454f">{line}</td>
        {(chip is null ? Html.Empty : Html.Of($"<td align=\"right\" valign=\"top\" class=\"b\" style=\"padding:{padding};padding-left:10px;border-top:1px solid #e6eaee;white-space:nowrap\">{chip}</td>"))}</tr>

        """);

    public static Html Block(Html content) => Html.Of($"<tr><td class=\"b\" style=\"padding:8px 0;border-top:1px solid #e6eaee\">{content}</td></tr>\n");

    public static Html SubHead(string text) => Html.Of($"<tr><td colspan=\"2\" class=\"s\" style=\"padding:12px 0 4px;font-size:13px;font-weight:600;color:#566472\">{text}</td></tr>\n");

    /// <summary>How many more there are, leading to them where they can be read.</summary>
    public static Html More(int more, string? href) => Html.Of(
        $"<tr><td colspan=\"2\" class=\"s b\" style=\"padding:8px 0;border-top:1px solid #e6eaee;font-size:13px;color:#566472\">{(href is null ? Html.Of($"and {more} more") : Link(href, $"and {more} more"))}</td></tr>\n");

    public static Html Muted(string text) => Html.Of($"<div class=\"s\" style=\"padding-top:4px;font-size:13px;color:#566472\">{text}</div>");

    public static Html Small(string text) => Html.Of($"<span class=\"s\" style=\"font-size:12px;color:#566472\">{text}</span>");

    /// <summary>A number with its period; nothing where it is unknown.</summary>
    public static Html Measure(string period, string? text) =>
        text is null ? Html.Empty : Html.Of($"<div style=\"padding-top:2px\"><span class=\"s\" style=\"color:#566472\">{period}</span>&ensp;{text}</div>\n");

    /// <summary>A score with its colour, which is said in words too.</summary>
    public static Html Score(decimal? score) => Chip(DigestComposer.ColourOf(score), score is null ? "unknown" : Figures.Percent(score));

    public static Html Chip(string colour, string text)
    {
        var (name, ink, paper) = colour switch
        {
            Colours.Green => (colour, "#14663d", "#dff3e7"),
            Colours.Amber => (colour, "#7a4d00", "#fdeecb"),
            Colours.Red => (colour, "#a3201a", "#fbe3e1"),
            _ => (Colours.Grey, "#4a5763", "#e8ecf0"),
        };
        return Html.Of($"<span style=\"display:inline-block;padding:1px 9px;border-radius:10px;background:{paper};color:{ink};font-size:13px;font-weight:600;white-space:nowrap\" class=\"{name}\">{text}</span>");
    }

    /// <summary>How many are green, amber, red and unknown, as widths.</summary>
    public static Html Bar(DigestColours colours)
    {
        var all = colours.Sum();
        var parts = new (int Count, string Paint, string Name)[] { (colours.Green, "#2e9e62", ""), (colours.Amber, "#e0a526", ""), (colours.Red, "#cf4a42", ""), (colours.Grey, "#c3ccd4", "r") };
        var cells = parts.Where(part => part.Count > 0).Select(part => Cell(100m * part.Count / all, part.Paint, part.Name));
        return all == 0 ? Html.Empty : Bar(Html.Join(cells));
    }

    /// <summary>How far a per cent has come.</summary>
    public static Html Progress(decimal percent)
    {
        var filled = Math.Clamp(percent, 1m, 100m);
        return Bar(filled == 100m ? Cell(100m, "#3b78c2") : Html.Of($"{Cell(filled, "#3b78c2")}{Cell(100m - filled, "#e1e7ed", "r")}"));
    }

    private static Html Bar(Html cells) => Html.Of($"<table {Layout} style=\"margin:4px 0\"><tr>{cells}</tr></table>");

    private static Html Cell(decimal percent, string paint, string name = "") =>
        Html.Of($"<td width=\"{Math.Round(percent, 1).ToString(CultureInfo.InvariantCulture)}%\" height=\"8\" class=\"{name}\" style=\"background:{paint};height:8px;font-size:0;line-height:0\">&nbsp;</td>");
}
