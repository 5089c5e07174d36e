using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;

namespace SalesPerf.Functions.Pages;

/// <summary>A deal's messages, one by one, to read.</summary>
/// <param name="names">Names of ids.</param>
/// <param name="zone">The person's.</param>
internal sealed class DealPage(Names names, TimeZoneInfo zone)
{
    private static readonly string[] Heads = ["What", "When", "Learnt", "What it says"];

    public string Render(DealAnswer deal) => Layout.Page($"Deal {Names.Clean(deal.Deal)}", Html.Of(
        $"""
        <h1>Deal {Names.Clean(deal.Deal)}</h1>
        <p class="soft">From {Names.Clean(deal.Source)}, for {names.Person(deal.Person)}</p>
        <section><h2>{Means(deal)}</h2>
        <p class="soft small">{Figures.Count(deal.Changes.Count, "message", "messages")} made it. Times are those of {zone.Id}.</p>
        {Layout.Table(Heads, deal.Changes.Select(Row))}</section>
        <p class="soft small">As JSON: the same address with <code>Accept: application/json</code>.</p>
        """));

    private static string Means(DealAnswer deal) => deal switch
    {
        { Credit: { } credit } => $"Credited on {Figures.Date(credit.Date)}: {credit.Currency} {Figures.Number(credit.Amount)}",
        { Open: { } open } => $"Open: {open.Currency} {Figures.Number(open.Amount)}{(open.ExpectedCloseDate is { } day ? $", expected on {Figures.Date(day)}" : "")}",
        _ => "No credit and not open",
    };

    private Html Row(DealHeard change) => Layout.Row(
        Heads,
        Html.Of($"{MetricWords.Type(change.Type)}<br><span class=\"soft small\">{Names.Clean(change.Key)}{(change.Repaired ? ", imported" : "")}</span>"),
        Layout.Text(Figures.Local(change.At, zone)),
        Layout.Text(Figures.Local(change.Recorded, zone)),
        Html.Of($"{string.Join("; ", Said(change))}"));

    private IEnumerable<string> Said(DealHeard change)
    {
        var fields = change.Fields.Select(field => $"{Names.Clean(field.Key)} {(field.Value is { } value ? Names.Clean(value) : "cleared")}");
        var attributes = change.Attributes.Select(attribute => $"{Names.Clean(attribute.Key)}: {Names.Clean(attribute.Value)}");
        return (change.Owner is { } owner ? new[] { $"owner {names.Person(owner)}" } : []).Concat(fields).Concat(attributes);
    }
}
