using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Platform.Email.Folder;

/// <summary>Registers mail as files.</summary>
public static class FolderEmailRegistration
{
    /// <summary>Puts mail into <paramref name="folder"/>. <paramref name="from"/> is <see cref="EmailSource.Local"/> when not given.</summary>
    public static IServiceCollection AddFolderEmail(this IServiceCollection services, string folder, EmailSource? from = null)
    {
        services.AddSingleton<IMailArchive>(_ => new FolderMailArchive(folder));
        services.TryAddSingleton<IEmailSender>(_ => new FolderEmailSender(folder, from ?? EmailSource.Local));
        return services;
    }
}
