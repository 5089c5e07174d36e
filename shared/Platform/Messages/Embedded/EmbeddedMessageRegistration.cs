using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>Registers the embedded broker.</summary>
public static class EmbeddedMessageRegistration
{
    /// <summary>Keeps messages in the file of the documents; <see cref="SqliteDocumentRegistration.AddSqliteDocuments"/> says where that is.</summary>
    public static IServiceCollection AddEmbeddedMessages(this IServiceCollection services, EmbeddedMessageOptions? options = null)
    {
        services.TryAddSingleton(provider => new EmbeddedMessageBus(provider.GetRequiredService<SqliteDatabase>(), options ?? new EmbeddedMessageOptions()));
        services.TryAddSingleton<IMessageBus>(provider => provider.GetRequiredService<EmbeddedMessageBus>());
        services.TryAddSingleton<IQueueAges>(provider => provider.GetRequiredService<EmbeddedMessageBus>());
        services.TryAddSingleton<IQueueStatistics>(provider => provider.GetRequiredService<EmbeddedMessageBus>());
        return services;
    }
}
