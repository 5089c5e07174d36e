using System.Globalization;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Pages;

/// <summary>What was announced, to read.</summary>
internal sealed class NotificationsPage(Names names)
{
    private static readonly string[] Heads = ["Who", "When", "What"];

    /// <param name="page">The items and where the next ones are.</param>
    /// <param name="from">The first day asked about.</param>
    /// <param name="to">The last.</param>
    /// <param name="person">The only person asked about.</param>
    /// <param name="type">The only type asked about.</param>
    public string Render(Page<Notification> page, DateOnly from, DateOnly to, string? person, string? type) => Layout.Page("Notifications", Html.Of(
        $"""
        <h1>Notifications</h1>
        <p class="soft">{(person is null ? "" : $"About {names.Person(person)}, ")}{Figures.Days(from, to)}, newest first. Times are UTC.</p>
        <nav>{Choice("All", null, person, type)}{NotificationTypes.All.Select(known => Choice(Title(known), known, person, type))}</nav>
        <section>{(page.Items.Count == 0 ? Html.Of($"<p>Nothing was announced.</p>") : Layout.Table(Heads, page.Items.Select(Row)))}</section>
        <nav>{(page.NextLink is { } next ? Layout.Link(next, "Older ones") : Html.Empty)}</nav>
        <p class="soft small">As JSON: the same address with <code>Accept: application/json</code>.</p>
        """));

    private static Html Choice(string text, string? type, string? person, string? chosen)
    {
        var parts = new[] { ("type", type), ("person", person) }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}");
        return type == chosen
            ? Html.Of($"<span aria-current=\"true\">✓ {text}</span>")
            : Layout.Link("/api/v1/notifications" + string.Concat(parts.Select((part, index) => (index == 0 ? "?" : "&") + part)), text);
    }

    private Html Row(Notification item) => Layout.Row(
        Heads,
        item.Person is { } person ? Layout.Link(Links.Relative.Scorecard(person, Fact(item, "period")), names.Person(person)) : Layout.Text(item.Team is { } team ? names.Team(team) : "SalesPerf"),
        Html.Of($"<span class=\"small\">{item.At.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}</span>"),
        item.Type switch
        {
            NotificationTypes.ThresholdCrossed => Crossed(item),
            NotificationTypes.DigestSent => Digest(item),
            NotificationTypes.WebhookDisabled => Disabled(item),
            NotificationTypes.PlanOffered => Offered(item),
            _ => Html.Of($"{Title(item.Type)}: {string.Join(", ", item.Facts.Select(fact => $"{Names.Clean(fact.Key)} {Names.Clean(fact.Value)}"))}"),
        });

    private Html Crossed(Notification item)
    {
        var (metric, period) = (Fact(item, "metric") ?? "", Fact(item, "period") ?? "");
        var measured = names.Measured(metric);
        var (value, target) = (Number(item, "value"), Number(item, "target"));
        var text = Html.Of($"{names.Metric(metric)} in {names.Period(period)}");
        var cell = item.Person is { } person ? Html.Of($"<a href=\"{Links.Relative.Activities(person, metric, period)}\">{text}</a>") : text;
        var facts = target is null ? measured.Value(value) : $"{measured.Value(value, target)} against {measured.Target(target)}";
        var before = Fact(item, "from") is { } from ? $" It was {Layout.Word(from)}." : "";
        return Html.Of($"{cell} turned {Layout.Chip(Fact(item, "to") ?? "", Layout.Word(Fact(item, "to")))}<br><span class=\"soft small\">{facts}.{before}</span>");
    }

    private Html Digest(Notification item)
    {
        var week = Fact(item, "week") ?? "";
        return Html.Of(
            $"{(item.Person is { } manager ? Layout.Link(Links.Relative.Digest(manager, week), $"The digest of {names.Period(week)}") : Layout.Text("A digest"))} was mailed<br><span class=\"soft small\">{Fact(item, "onTrack")} of {Fact(item, "people")} on track, {Fact(item, "behind")} behind.</span>");
    }

    private static Html Disabled(Notification item) => Html.Of(
        $"Nothing is posted to the webhook subscription {Layout.Text(Names.Clean(Fact(item, "subscription") ?? ""))} any more<br><span class=\"soft small\">{(Fact(item, "because") == WebhookSubscription.Gone ? "Its endpoint answered that it is gone." : "Its endpoint could not be reached for three days.")}</span>");

    private Html Offered(Notification item)
    {
        var text = $"{names.Plan(Fact(item, "plan") ?? "")} from {Names.Date(Fact(item, "from"))}";
        return Html.Of($"{(item.Links.TryGetValue("agreement", out var path) ? Layout.Link(path, text) : Layout.Text(text))} is to be acknowledged");
    }

    private static string? Fact(Notification item, string name) => item.Facts.GetValueOrDefault(name);

    private static decimal? Number(Notification item, string name) =>
        decimal.TryParse(Fact(item, name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Title(string type) => type switch
    {
        NotificationTypes.ThresholdCrossed => "Colours that turned",
        NotificationTypes.DigestSent => "Digests mailed",
        NotificationTypes.WebhookDisabled => "Webhooks disabled",
        NotificationTypes.PlanOffered => "Plans to acknowledge",
        _ => MetricWords.Type(type),
    };
}
