using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace SalesPerf.Local.Hosting;

/// <summary>
/// One line an event, the framework's own chatter left out. Levels and format can be set as usual:
/// <c>Logging__LogLevel__Default=Debug</c>, <c>Logging__Console__FormatterName=json</c>.
/// </summary>
internal static class TidyConsole
{
    public static void AddTidyConsole(this ILoggingBuilder logging, ConfigurationManager configuration, bool isQuiet)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = isQuiet ? "Warning" : "Information",
            ["Logging:LogLevel:Microsoft"] = "Warning",

            // What it logs at a failed start or stop it throws as well.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",

            // It warns that keys are not encrypted at rest: they are in a folder of their owner's.
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        };

        // First, so that files and the environment win.
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
        logging.AddConsole();
        logging.AddConsoleFormatter<TidyFormatter, ConsoleFormatterOptions>();

        // The builder names a formatter in code, which hides the configured one.
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
            console.FormatterName = configuration["Logging:Console:FormatterName"] ?? TidyFormatter.FormatterName);
    }
}
