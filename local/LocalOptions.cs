using Microsoft.AspNetCore.Builder;
using SalesPerf.Functions;
using SalesPerf.Local.Demo;

namespace SalesPerf.Local;

/// <summary>How the local host runs.</summary>
public sealed record LocalOptions
{
    /// <summary>The folder of the store, the key ring and the mails; created when absent. Default <c>.salesperf</c>.</summary>
    public string Data { get; init; } = ".salesperf";

    /// <summary>Where the documents are instead of in the data folder, which then holds the messages, keys and mails. Default none.</summary>
    public CosmosAccount? Cosmos { get; init; }

    /// <summary>Where to listen, several separated by semicolons. Default <c>http://localhost:7071</c>, which only this machine reaches.</summary>
    public string Urls { get; init; } = "http://localhost:7071";

    /// <summary>True to log warnings and errors only. Default false.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The types whose functions run. Default all of the product's.</summary>
    public IReadOnlyList<Type> FunctionTypes { get; init; } = typeof(SalesPerfServices).Assembly.GetTypes();

    /// <summary>The clock of everything. Default the machine's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>False when timers fire only by <see cref="Timers.TimerScheduler.RunDueAsync"/>. Default true.</summary>
    public bool RunsTimers { get; init; } = true;

    /// <summary>Fills the host after its start, before timers fire by themselves. Default none.</summary>
    public IDemo? Demo { get; init; }

    /// <summary>Changes to the host before it is built: other services, another server. Default none.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }
}
