using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SalesPerf.Functions.Health;

namespace SalesPerf.Local.Hosting;

/// <summary>
/// Sends traces and metrics to a collector when the standard variable names one; the other <c>OTEL_…</c> variables say how. Without it nothing of
/// OpenTelemetry is loaded.
/// </summary>
internal static class OtlpExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Where the server starts the span of a request.
    private const string Server = "Microsoft.AspNetCore";

    public static bool IsAskedFor => Environment.GetEnvironmentVariable(Endpoint) is { Length: > 0 };

    [MethodImpl(MethodImplOptions.NoInlining)] // whoever calls it loads the packages
    public static void Add(IServiceCollection services) => services.AddHostedService<Exporters>();

    /// <summary>Lives as long as the host, and sends what is left at its end.</summary>
    private sealed class Exporters(IServiceProvider services) : IHostedService, IDisposable
    {
        private readonly List<IDisposable> providers = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.StartMetrics();

            // A name in the environment wins.
            var resource = ResourceBuilder.CreateEmpty().AddService("salesperf").AddTelemetrySdk().AddEnvironmentVariableDetector();
            providers.Add(Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name, Server).AddOtlpExporter().Build());
            providers.Add(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            providers.ForEach(provider => provider.Dispose());
            providers.Clear();
        }
    }
}
