using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Sources;

/// <summary>What of a source's settings decides what its events mean: provider, stages, default currency. Its name, address and secrets do not.</summary>
public static class SourceMeaning
{
    /// <summary>Equal for settings that give every event the same meaning; empty without settings.</summary>
    public static string Of(Source? source) => source is null ? "" : Fingerprint.Of(
        [source.Provider, source.DefaultCurrency ?? "", .. source.Stages.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key}={stage.Value.Outcome},{stage.Value.ProbabilityPercent}"))]);
}
