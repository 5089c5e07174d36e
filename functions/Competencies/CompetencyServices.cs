using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Competencies;

/// <summary>What scorecards are made of.</summary>
public static class CompetencyServices
{
    public static IServiceCollection AddCompetencies(this IServiceCollection services)
    {
        services.TryAddSingleton<OpenedDocuments>();
        services.TryAddSingleton<PersonRollups>();
        services.TryAddSingleton<EvaluatedPeriods>();
        services.TryAddSingleton<EvaluatedRuns>();
        services.TryAddSingleton<ScorecardInputs>();
        services.TryAddSingleton<ReadScorecards>();
        services.TryAddSingleton<TraceActivities>();
        return services;
    }
}
