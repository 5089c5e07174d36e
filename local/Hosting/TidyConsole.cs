using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace SalesPerf.Local.Hosting;

/// <summary>One line an event, in UTC, the framework's own chatter left out. Levels can be set as usual: <c>Logging__LogLevel__Default=Debug</c>.</summary>
internal static class TidyConsole
{
    public static void AddTidyConsole(this ILoggingBuilder logging, ConfigurationManager configuration, bool isQuiet)
    {
        var levels = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = isQuiet ? "Warning" : "Information",
            ["Logging:LogLevel:Microsoft"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = isQuiet ? "Warning" : "Information",

            // It warns that keys are not encrypted at rest: they are in a folder of their owner's.
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        };

        // First, so that files and the environment win.
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
        logging.AddSimpleConsole();
        logging.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
    }
}
