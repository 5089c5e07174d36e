using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>A scorecard to read: every number with what made it.</summary>
internal sealed class ScorecardPage(Names names, PeriodLinks periods)
{
    public string Render(Scorecard card, Period period)
    {
        var name = names.Person(card.Person);
        var cells = card.Metrics.ToDictionary(cell => cell.Metric, StringComparer.Ordinal);
        var grouped = card.Competencies.SelectMany(competency => competency.Metrics).Select(part => part.Metric).ToHashSet(StringComparer.Ordinal);
        var isWeighted = card.Competencies.Select(competency => competency.Weight).Distinct().Count() > 1;
        var others = card.Metrics.Where(cell => !grouped.Contains(cell.Metric)).ToList();
        return Layout.Page($"{name}, {Figures.Name(period)}", Html.Of(
            $"""
            <h1>{name}</h1>
            <p class="soft">{(card.Role is { } role ? $"{names.Role(role)}, " : "")}{Figures.Name(period)}, {Figures.Days(period.Start, period.Last)}</p>
            {periods.Around(period, other => Links.Relative.Scorecard(card.Person, other))}
            <section><h2>Score {Layout.Chip(DigestComposer.ColourOf(card.Composite), card.Composite is null ? "unknown" : Figures.Percent(card.Composite))}</h2>
            <p class="soft small">Scores are green from {Figures.Number(DigestComposer.GreenFrom)}&nbsp;%, amber from {Figures.Number(DigestComposer.AmberFrom)}&nbsp;%. {Days(card)}</p></section>
            {card.Competencies.Select(competency => Section(
                card, competency.Name, competency.Score, isWeighted ? $"Weight {Figures.Number(competency.Weight)}" : "", [.. competency.Metrics.Select(part => cells.GetValueOrDefault(part.Metric)).OfType<ScorecardMetric>()]))}
            {(others.Count == 0 ? Html.Empty : Section(card, "Also followed", null, "Not part of the score", others))}
            <nav>{Layout.Link($"/api/v1/commissions/forecast?person={Uri.EscapeDataString(card.Person)}", "Commission forecast")}{Layout.Link($"/api/v1/notifications?person={Uri.EscapeDataString(card.Person)}", "What was announced")}</nav>
            <p class="soft small">{Times(card)} As JSON: the same address with <code>Accept: application/json</code>.</p>
            """));
    }

    private static readonly string[] Heads = ["Metric", "#Value", "#Target", "Attained", "Colour", "Why"];

    private Html Section(Scorecard card, string title, decimal? score, string note, IReadOnlyList<ScorecardMetric> cells) => Html.Of(
        $"""
        <section>
        <h2>{Names.Clean(title)} {(score is null ? Html.Empty : Layout.Chip(DigestComposer.ColourOf(score), Figures.Percent(score)))} <span class="soft small">{note}</span></h2>
        {Layout.Table(Heads, cells.Select(cell => Row(card, cell)), "cells")}
        </section>

        """);

    private Html Row(Scorecard card, ScorecardMetric cell)
    {
        var measured = names.Measured(cell.Metric);
        var target = cell.PaceTarget ?? cell.Target;
        var activities = Links.Relative.Activities(card.Person, cell.Metric, card.Period);
        return Layout.Row(
            Heads,
            Html.Of($"{names.Metric(cell.Metric)}"),
            Html.Of($"{Layout.Link(activities, measured.Value(cell.Value, cell.Target))}{(cell.IsEstimated ? " (estimate)" : "")}"),
            Html.Of($"{measured.Target(target)}{(cell.PaceTarget is null ? Html.Empty : Html.Of($"<br><span class=\"soft small\">by now, of {measured.Target(cell.Target)}</span>"))}"),
            Layout.Attainment(cell.Attainment),
            Layout.Chip(cell.Colour, Layout.Word(cell.Colour)),
            Html.Of($"<span class=\"small\">{Why(cell, measured)}{Layout.Link(activities, "What was counted")}</span>"));
    }

    private static Html Why(ScorecardMetric cell, Measured measured)
    {
        var parts = new List<string>();
        if (cell is { Numerator: { } numerator, Denominator: { } denominator })
        {
            parts.Add(measured.IsDuration ? $"over {Figures.Count((int)Math.Clamp(denominator, 0m, int.MaxValue), "deal", "deals")}" : $"{Figures.Number(numerator)} of {Figures.Number(denominator)}");
        }
        else if (cell.Events > 0)
        {
            parts.Add($"from {cell.Events} {(cell.Events == 1 ? "event" : "events")}");
        }

        if (cell.Threshold is { From: var from, Version: var version, Content: var threshold })
        {
            var sign = threshold.Bounds == "absolute" ? "" : "\u00a0%";
            parts.Add($"green from {Figures.Number(threshold.Green)}{sign}, amber from {Figures.Number(threshold.Amber)}{sign}");
            parts.Add(from == "person" ? $"own threshold, version {version}" : $"version {version} of the role");
        }

        if (GreyWords(cell.NotCounted ?? cell.Grey) is { } grey)
        {
            parts.Add(grey);
        }

        return parts.Count == 0 ? Html.Empty : Html.Of($"{string.Join("; ", parts)}.<br>");
    }

    private static string? GreyWords(string? reason) => reason switch
    {
        null => null,
        GreyReasons.NoTarget => "nothing is expected in this kind of period",
        GreyReasons.NoFeed => "no source sends this",
        GreyReasons.NoActiveDay => "no working day",
        GreyReasons.MinDenominator => "too few to tell",
        _ => "too early to tell",
    };

    private static string Days(Scorecard card) => card.ElapsedDays < card.ActiveDays
        ? $"{Figures.Number(card.ElapsedDays)} of {Figures.Number(card.ActiveDays)} active days are over; what adds up is compared with what is expected by now."
        : $"{Figures.Number(card.ActiveDays)} active days of {card.WorkingDays} working days.";

    private static string Times(Scorecard card) =>
        $"Values of {Figures.Moment(card.ValuesAt)}; " + (card.EvaluatedAt is { } at ? $"colours of {Figures.Moment(at)}." : "colours come with the next nightly run.");
}
