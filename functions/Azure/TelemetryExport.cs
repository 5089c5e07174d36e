using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SalesPerf.Functions.Health;

namespace SalesPerf.Functions.Azure;

/// <summary>Sends traces, metrics and logs to Azure Monitor where the environment names it; the host's own join them, since <c>host.json</c> says OpenTelemetry.</summary>
internal static class TelemetryExport
{
    private const string Setting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Called after the engines, whose operations become part of traces.</summary>
    public static void AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } connection)
        {
            return;
        }

        services.TraceEngines();
        services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .UseAzureMonitorExporter();

        // The text names the place; who may write there is a role of the app's identity.
        services.AddOptions<AzureMonitorExporterOptions>().Configure<TokenCredential>((exporter, credential) =>
        {
            exporter.ConnectionString = connection;
            exporter.Credential = credential;
        });
    }
}
