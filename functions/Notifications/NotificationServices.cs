using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Notifications.Webhooks;
using SalesPerf.Platform.Webhooks;

namespace SalesPerf.Functions.Notifications;

/// <summary>What announces, and what carries it outside.</summary>
public static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<PendingNotifications>();
        services.TryAddSingleton<Deliveries>();
        services.TryAddSingleton<PreferenceStore>();
        services.TryAddSingleton<WebhookSubscriptions>();
        services.TryAddSingleton<WebhookSecrets>();
        services.TryAddSingleton(_ => new WebhookSender(WebhookOptions.Read(configuration)));
        return services;
    }
}
