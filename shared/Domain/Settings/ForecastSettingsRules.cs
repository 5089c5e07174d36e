using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Settings;

/// <summary>What the forecast settings must satisfy beyond their schema.</summary>
public static class ForecastSettingsRules
{
    /// <summary>Every problem at once; empty when the settings can be used.</summary>
    public static IReadOnlyList<FieldProblem> Validate(ForecastSettings settings) =>
        settings.Correlation == 0 ? [] : [new("/correlation", "must be 0: deals are taken as independent for now")];
}
