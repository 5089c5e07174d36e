using Microsoft.Extensions.DependencyInjection;

namespace SalesPerf.Local.Tests.Processes;

/// <summary>The local host with sample functions, on the data folder given, as a process that tests start and kill.</summary>
public static class Program
{
    public static Task<int> Main(string[] arguments) => LocalCommand.RunAsync(
        new LocalOptions
        {
            Data = arguments[0],
            Urls = "http://127.0.0.1:0",
            FunctionTypes = [typeof(AcceptWork), typeof(KeepWork), typeof(AwaitStart), typeof(WorkSlowly)],
            Configure = builder => builder.Services.AddSingleton<SlowWork>(),
        },
        Console.Out,
        Console.Error);
}
