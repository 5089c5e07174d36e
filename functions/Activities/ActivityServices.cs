using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Activities.Resync;
using SalesPerf.Functions.Deals;

namespace SalesPerf.Functions.Activities;

/// <summary>What ingestion is made of.</summary>
public static class ActivityServices
{
    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.TryAddSingleton<Traffic.SourceTraffic>();
        services.TryAddSingleton<Traffic.SourceLimits>();
        services.AddHostedService<Traffic.WriteTraffic>();
        services.TryAddSingleton<IngestionCounters>();
        services.TryAddSingleton<RepeatedActivities>();
        services.TryAddSingleton<IdentitySightings>();
        services.TryAddSingleton<ActivityFeeds>();
        services.TryAddSingleton<Quarantine>();
        services.TryAddSingleton<RollupDocuments>();
        services.TryAddSingleton<DealRollupDocuments>();
        services.TryAddSingleton<CreditDocuments>();
        services.TryAddSingleton<FirstOwners>();
        services.TryAddSingleton<CommitActivities>();
        services.TryAddSingleton<Books>();
        services.TryAddSingleton<RecordPointers>();
        services.TryAddSingleton<CommitChanges>();
        services.TryAddSingleton<CountedRecords>();
        services.TryAddSingleton<CommitContribution>();
        services.TryAddSingleton<StoredOwners>();
        services.TryAddSingleton<ReusedOwners>();
        services.TryAddSingleton<ActivityIntake>();
        services.TryAddSingleton<WebhookReader>();
        services.TryAddSingleton<RejectedItems>();
        services.TryAddSingleton<Previews.PreviewedItems>();
        services.TryAddSingleton<ResyncUploads>();
        services.TryAddSingleton<ResyncRows>();
        services.TryAddSingleton<ResyncTurns>();
        services.TryAddSingleton<HeldActivities>();
        services.TryAddSingleton<AlikeActivities>();
        services.TryAddSingleton<RowMatches>();
        services.TryAddSingleton<IngestPace>();
        return services;
    }
}
