using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions;
using SalesPerf.Functions.Health;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Messages;
using SalesPerf.Local.Timers;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Email.Folder;
using SalesPerf.Platform.Email.Smtp;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Hosting;

/// <summary>The engines behind the ports on one machine, and what feeds the functions from them.</summary>
internal static class LocalEngines
{
    public static IServiceCollection AddLocalEngines(
        this IServiceCollection services, LocalOptions options, IConfiguration configuration, DataFolder data, FunctionCatalog catalog)
    {
        if (options.Cosmos is { } account)
        {
            CosmosEngine.Add(services, account);
        }

        // Also where the messages are, wherever the documents are.
        services.AddSqliteDocuments(data.Path);
        services.AddEmbeddedMessages(Layout(catalog) with { IsClockTrue = options.Demo is null });

        // A demo's people are made up: nothing is sent to their addresses.
        if (options.Demo is null && SmtpOptions.Read(configuration) is { } smtp)
        {
            services.AddSmtpEmail(smtp);
        }
        else
        {
            services.AddFolderEmail(data.Inside("mail"));
        }

        services.AddSingleton<ReceiverCalls>();
        services.AddSingleton(provider => new MessagePump(
            provider.GetRequiredService<EmbeddedMessageBus>(), catalog, provider.GetRequiredService<ReceiverCalls>()));
        services.AddSingleton(provider => new TimerScheduler(
            catalog,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<HostSettings>(),
            provider.GetRequiredService<FunctionRuns>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            options.RunsTimers && options.Demo is null));

        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<MessagePump>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<TimerScheduler>());
        return services;
    }

    // A topic's messages go to the subscriptions that a function reads; the others would only grow.
    private static EmbeddedMessageOptions Layout(FunctionCatalog catalog)
    {
        var sources = catalog.Functions.Select(Source).OfType<MessageSource>().ToArray();
        var topics = sources.Where(source => source.Subscription is not null)
            .GroupBy(source => source.QueueOrTopic, source => source.Subscription ?? "", StringComparer.Ordinal)
            .ToDictionary(topic => topic.Key, IReadOnlyList<string> (topic) => [.. topic], StringComparer.Ordinal);
        topics.TryAdd(Queues.Notifications, []);
        return new()
        {
            Queues = [.. Queues.All.Concat(Queues.Subscriptions).Concat(sources.Where(source => source.Subscription is null).Select(source => source.QueueOrTopic)).Distinct()],
            Topics = topics,
        };
    }

    private static MessageSource? Source(FunctionDefinition function) => function switch
    {
        FunctionDefinition.Message message => message.Source,
        FunctionDefinition.Batch batch => batch.Source,
        _ => null,
    };
}
