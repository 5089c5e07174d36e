using SalesPerf.Domain.Competencies;

namespace SalesPerf.Functions.Pages;

/// <summary>What our pages share: one small style sheet in the page, light or dark as the reader prefers, nothing loaded from elsewhere.</summary>
internal static class Layout
{
    private static readonly Html Style = Html.Of(
        $$"""
        :root{color-scheme:light dark;--ink:#1c2733;--soft:#566472;--line:#dde3e8;--paper:#fff;--ground:#eef1f4;--link:#1f5fa8;--fill:#3b78c2;--rest:#e1e7ed;
        --green:#14663d;--green-paper:#dff3e7;--amber:#7a4d00;--amber-paper:#fdeecb;--red:#a3201a;--red-paper:#fbe3e1;--grey:#4a5763;--grey-paper:#e8ecf0}
        @media(prefers-color-scheme:dark){:root{--ink:#e4e9ee;--soft:#9aa7b3;--line:#2c3741;--paper:#18212a;--ground:#10171d;--link:#86b7f0;--fill:#5b95dd;--rest:#2c3741;
        --green:#8fdcb2;--green-paper:#14372a;--amber:#f2c869;--amber-paper:#3d2f0f;--red:#f5a39d;--red-paper:#45201f;--grey:#b1bdc8;--grey-paper:#2a343d} }
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}
        main{max-width:880px;margin:0 auto;padding:12px 16px 48px}header{max-width:880px;margin:0 auto;padding:20px 16px 0;font-weight:700}header svg{width:16px;height:16px;vertical-align:-2px;margin-right:6px}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px}h2{font-size:1.1rem;margin:0 0 8px}p{margin:0 0 12px}
        a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
        section,.card{background:var(--paper);border-radius:10px;padding:18px 20px;margin:16px 0}
        .soft{color:var(--soft)}.small{font-size:.85rem}
        .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:12px;margin:16px 0}.grid>*{margin:0}.figures{grid-template-columns:repeat(auto-fit,minmax(170px,1fr))}
        .figure{font-size:clamp(1.15rem,3.2vw,1.6rem);font-weight:700;line-height:1.2;overflow-wrap:anywhere}
        table{border-collapse:collapse;width:100%}
        th,td{padding:8px 12px 8px 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}th{font-size:.8rem;color:var(--soft);border:0;padding-bottom:4px}
        .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        td{overflow-wrap:anywhere}.wide td,.wide th{font-size:.85rem;padding-right:9px}.wide td:first-child{overflow-wrap:break-word}ul{margin:0;padding-left:18px}.cells{table-layout:fixed}.cells th:nth-child(1){width:22%}.cells th:nth-child(2){width:14%}.cells th:nth-child(3){width:16%}.cells th:nth-child(4){width:13%}.cells th:nth-child(5){width:12%}
        @media screen and (max-width:760px){
        table,tbody{display:block}thead{display:none}
        tr{display:block;border-top:1px solid var(--line);padding:10px 0}
        td,td.number{display:flex;justify-content:space-between;gap:16px;border:0;padding:2px 0;text-align:right;white-space:normal}
        td::before{content:attr(data-label);color:var(--soft);font-size:.85rem;text-align:left;flex:none;max-width:45%}
        td:first-child{font-weight:600;text-align:left}td:first-child::before,td.wide::before{content:none}td.wide{text-align:left}td:empty{display:none} }
        [aria-current]{color:var(--ink);font-weight:600}
        .chip{display:inline-block;padding:0 9px;border-radius:10px;font-size:.85rem;font-weight:600;white-space:nowrap}
        .green{background:var(--green-paper);color:var(--green)}.amber{background:var(--amber-paper);color:var(--amber)}.red{background:var(--red-paper);color:var(--red)}.grey{background:var(--grey-paper);color:var(--grey)}
        progress{-webkit-appearance:none;appearance:none;width:90px;height:8px;border:0;border-radius:4px;overflow:hidden;background:var(--rest);vertical-align:middle}
        progress::-webkit-progress-bar{background:var(--rest)}progress::-webkit-progress-value{background:var(--fill)}progress::-moz-progress-bar{background:var(--fill)}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0}
        @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--ground:#fff;--link:#000;--green:#000;--green-paper:#fff;--amber:#000;--amber-paper:#fff}
        body{font-size:11pt}main,header{max-width:none;padding-left:0;padding-right:0}nav{display:none}section,.card{padding:0;margin:10pt 0;border-radius:0}tr,.card,h2{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group} }
        pre{margin:8px 0 0;padding:12px;border-radius:8px;background:var(--ground);overflow-x:auto;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}
        """);

    /// <summary>Three rising bars. In the page, so that browsers do not ask for a file.</summary>
    public static Html Icon { get; } = Html.Of(
        $"<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%233b78c2' d='M1 10h4v5H1zM6 6h4v9H6zM11 1h4v14h-4z'/%3E%3C/svg%3E\">");

    public static string Page(string title, Html body) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · SalesPerf</title>
        {Icon}
        <style>
        {Style}
        </style>
        </head>
        <body>
        <header><a href="/"><svg viewBox="0 0 16 16" aria-hidden="true"><path fill="#3b78c2" d="M1 10h4v5H1zM6 6h4v9H6zM11 1h4v14h-4z"/></svg>SalesPerf</a></header>
        <main>
        {body}
        </main>
        </body>
        </html>

        """).ToString();

    /// <summary>A table whose rows become cards where it is narrow.</summary>
    /// <param name="heads">Titles of the columns; those of numbers with a leading <c>#</c>.</param>
    public static Html Table(IReadOnlyList<string> heads, IEnumerable<Html> rows, string name = "") => Html.Of(
        $"""
        <table class="{name}">
        <thead><tr>{heads.Select(head => head.StartsWith('#') ? Html.Of($"<th class=\"number\">{head[1..]}</th>") : Html.Of($"<th>{head}</th>"))}</tr></thead>
        <tbody>
        {rows}</tbody>
        </table>
        """);

    /// <summary>A row of as many cells as there are titles; nulls are empty cells.</summary>
    public static Html Row(IReadOnlyList<string> heads, params ReadOnlySpan<Html?> cells)
    {
        var row = new List<Html>(cells.Length);
        for (var index = 0; index < cells.Length; index++)
        {
            var (isNumber, head) = (heads[index].StartsWith('#'), heads[index].TrimStart('#'));
            row.Add(cells[index] is not { } cell ? Html.Of($"<td></td>")
                : isNumber ? Html.Of($"<td class=\"number\" data-label=\"{head}\"><div>{cell}</div></td>")
                : Html.Of($"<td data-label=\"{head}\"><div>{cell}</div></td>"));
        }

        return Html.Of($"<tr>{row}</tr>\n");
    }

    /// <summary>Text.</summary>
    public static Html Text(string text) => Html.Of($"{text}");

    /// <summary>The way up from here.</summary>
    public static Html Trail(string text, string href) => Html.Of($"<p class=\"small\">‹ {Link(href, text)}</p>");

    public static Html Link(string href, string text) => Html.Of($"<a href=\"{href}\">{text}</a>");

    /// <summary>A colour in words on its paint.</summary>
    public static Html Chip(string colour, string text) => Html.Of($"<span class=\"chip {Known(colour)}\">{text}</span>");

    /// <summary>A per cent as text with a bar that is full at 100.</summary>
    public static Html Attainment(decimal? percent) => percent is { } known
        ? Html.Of($"<span>{Figures.Percent(known)}</span><br><progress max=\"100\" value=\"{(int)Math.Clamp(known, 0m, 100m)}\" aria-hidden=\"true\"></progress>")
        : Html.Of($"–");

    /// <summary>A colour as it is called: what is grey is unknown.</summary>
    public static string Word(string? colour) => colour is Colours.Green or Colours.Amber or Colours.Red ? colour : "unknown";

    private static string Known(string colour) => colour is Colours.Green or Colours.Amber or Colours.Red ? colour : Colours.Grey;
}
