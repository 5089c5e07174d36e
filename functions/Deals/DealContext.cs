using SalesPerf.Connectors;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Deals;

/// <summary>What is needed beside a deal's changes to say what it means: stage meanings of its source and the organisation's zone.</summary>
public sealed record DealContext(Func<string, StageSetting?> Stage, Func<DateTimeOffset, DateOnly> CreditDate, string Stamp)
{
    /// <param name="model">The resources.</param>
    /// <param name="source">The deal's source.</param>
    /// <param name="today">The source's settings and the calendar are those in force on this day.</param>
    public static DealContext Of(Model model, string source, DateOnly today)
    {
        var settings = model.Source(source, today);
        var zone = LocalTime.Zone(model.Calendar(today).Zone);
        var defaults = ProviderStages.Of(settings?.Provider);
        StageSetting? Stage(string stage) => settings?.Stages.GetValueOrDefault(stage) ?? defaults.GetValueOrDefault(stage);

        var stages = (settings?.Stages ?? []).Select(stage => $"{stage.Key}={stage.Value.Outcome},{stage.Value.ProbabilityPercent}");
        return new DealContext(Stage, at => LocalTime.DateOf(at, zone), Fingerprint.Of([settings?.Provider ?? "", zone.Id, .. stages]));
    }
}
