using Microsoft.Extensions.Configuration;

namespace SalesPerf.Local.Hosting;

/// <summary>What this host honours of <c>host.json</c>. Absent settings have the Functions host's own defaults.</summary>
public sealed record HostSettings
{
    /// <summary>Variables that begin with this stand above <c>host.json</c>, as on the Functions host: <c>AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize</c>.</summary>
    public const string Overrides = "AzureFunctionsJobHost__";

    /// <summary>Before every route. Default <c>api</c>.</summary>
    public required string RoutePrefix { get; init; }

    /// <summary>How long one call of a function may take. Default 30 minutes.</summary>
    public required TimeSpan FunctionTimeout { get; init; }

    /// <summary>The most messages of a batch. Default 1,000.</summary>
    public required int MaxMessageBatchSize { get; init; }

    /// <summary>The most calls at once of a function that takes single messages. Default 16.</summary>
    public required int MaxConcurrentCalls { get; init; }

    public static HostSettings Read(IConfiguration hostJson)
    {
        var settings = new HostSettings
        {
            RoutePrefix = hostJson["extensions:http:routePrefix"] ?? "api",
            FunctionTimeout = hostJson.GetValue("functionTimeout", TimeSpan.FromMinutes(30)),
            MaxMessageBatchSize = hostJson.GetValue("extensions:serviceBus:maxMessageBatchSize", 1_000),
            MaxConcurrentCalls = hostJson.GetValue("extensions:serviceBus:maxConcurrentCalls", 16),
        };
        return settings is { MaxMessageBatchSize: > 0, MaxConcurrentCalls: > 0 } && settings.FunctionTimeout > TimeSpan.Zero
            ? settings
            : throw new InvalidDataException("host.json: functionTimeout, maxMessageBatchSize and maxConcurrentCalls are above zero.");
    }
}
