using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SalesPerf.Functions;
using SalesPerf.Functions.Health;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Hosting;
using SalesPerf.Local.Http;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local;

/// <summary>The host on one machine: Kestrel, the embedded store and broker, timers. The functions are the ones that run on Azure.</summary>
public static class LocalHost
{
    /// <summary>How long work in flight may take to end after Ctrl-C.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    /// <summary>A host that is built and not started. Starting it listens, stopping it drains; starting ends with a <see cref="DocumentStoreException"/> when the account of the documents cannot be used.</summary>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    /// <exception cref="FunctionException">A function cannot be run here.</exception>
    public static WebApplication Build(LocalOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LocalHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var settings = HostSettings.Read(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("host.json").AddEnvironmentVariables(HostSettings.Overrides).Build());
        var catalog = FunctionCatalog.Discover(options.FunctionTypes, settings.RoutePrefix);
        var data = DataFolder.Open(options.Data);

        builder.Logging.AddTidyConsole(builder.Configuration, options.IsQuiet);
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(Limit);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = DrainTime;

            // The server, timers and queues each have all of that time.
            host.ServicesStopConcurrently = true;
        });
        builder.Services.AddSingleton(options.Clock);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(catalog);
        builder.Services.AddKeyRing(data);
        builder.Services.AddLocalEngines(options, builder.Configuration, data, catalog);
        builder.Services.AddSingleton(provider => OwnAddress.Of(provider, options.Urls));
        builder.Services.AddSalesPerf(builder.Configuration);
        builder.Services.CountStoreOperations().CountSendings();
        if (OtlpExport.IsAskedFor)
        {
            builder.Services.TraceEngines();
            OtlpExport.Add(builder.Services);
        }

        options.Configure?.Invoke(builder);

        var app = builder.Build();
        try
        {
            catalog.Verify(app.Services.GetRequiredService<IServiceProviderIsService>());
            OpenStore(app.Services, data);
            app.Services.StartUptime();
            app.UseProblemAnswers();
            app.UseRouting();
            app.MapFunctions(catalog);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    // At once, so that a second process on the same folder ends before it listens.
    private static void OpenStore(IServiceProvider services, DataFolder data)
    {
        try
        {
            services.GetRequiredService<SqliteDatabase>();

            // Its first write shows whether anything can be written.
            services.GetRequiredService<EmbeddedMessageBus>();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or TimeoutException)
        {
            throw new DataFolderException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DbException or InvalidOperationException)
        {
            throw new DataFolderException($"The data in {data.Path} cannot be used: {exception.Message}", exception);
        }
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Every route says itself how much it takes and refuses more before it reads it. What a client goes on sending is read and dropped up to this, so that
        // it lives to read why; beyond, the connection is cut.
        kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxRequestHeaderCount = 64;
    }
}
