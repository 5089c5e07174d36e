using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Platform.Email.Smtp;

/// <summary>Registers mail by SMTP.</summary>
public static class SmtpEmailRegistration
{
    public static IServiceCollection AddSmtpEmail(this IServiceCollection services, SmtpOptions options)
    {
        services.TryAddSingleton<IEmailSender>(_ => new SmtpEmailSender(options));
        return services;
    }
}
