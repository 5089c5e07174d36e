using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>Registers the embedded document store.</summary>
public static class SqliteDocumentRegistration
{
    /// <summary>Keeps documents in <c>{dataFolder}/salesperf.db</c>. The clock is the registered <see cref="TimeProvider"/>, or the system's.</summary>
    public static IServiceCollection AddSqliteDocuments(this IServiceCollection services, string dataFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SqliteDatabase(
            dataFolder, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        services.AddSingleton<IStorePurge>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IStoreCondition>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.TryAddSingleton<IDocumentStore, SqliteDocumentStore>();
        return services;
    }
}
