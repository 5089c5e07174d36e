using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Azure;

/// <summary>The engines behind the ports on Azure.</summary>
internal static class AzureEngines
{
    public static IServiceCollection AddAzureEngines(this IServiceCollection services, IConfiguration configuration)
    {
        // Which identity is the environment's business: AZURE_TOKEN_CREDENTIALS and AZURE_CLIENT_ID on Azure, a developer's login elsewhere.
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton(provider => NewServiceBusClient(configuration, provider.GetRequiredService<TokenCredential>));
        services.TryAddSingleton<IMessageBus, ServiceBusMessageBus>();
        services.TryAddSingleton<IEmailSender, UnconfiguredEmailSender>();
        return services;
    }

    // The same settings as the triggers': {connection} is a connection string, {connection}__fullyQualifiedNamespace a name to reach by identity.
    private static ServiceBusClient NewServiceBusClient(IConfiguration configuration, Func<TokenCredential> credential)
    {
        var options = new ServiceBusClientOptions
        {
            // A webhook waits for this; its sender gives up after a few seconds and comes back.
            RetryOptions = new ServiceBusRetryOptions { TryTimeout = TimeSpan.FromSeconds(10), MaxRetries = 3, MaxDelay = TimeSpan.FromSeconds(5) },
        };
        if (configuration[Queues.Connection] is { Length: > 0 } connectionString)
        {
            return new ServiceBusClient(connectionString, options);
        }

        return configuration[$"{Queues.Connection}:fullyQualifiedNamespace"] is { Length: > 0 } name
            ? new ServiceBusClient(name, credential(), options)
            : throw new InvalidOperationException($"The setting {Queues.Connection}__fullyQualifiedNamespace names no Service Bus namespace.");
    }
}
