using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesPerf.Local.Backups;
using SalesPerf.Local.Imports;
using SalesPerf.Local.Timers;

namespace SalesPerf.Local;

/// <summary>The command line of the local host: reads the options, runs until Ctrl-C, answers an exit code.</summary>
public static class LocalCommand
{
    /// <summary>Stopped in order.</summary>
    public const int Done = 0;

    /// <summary>The address cannot be listened on.</summary>
    public const int AddressFault = 1;

    /// <summary>The options, or a setting in the environment, are not understood.</summary>
    public const int UsageFault = 2;

    /// <summary>The data folder cannot be used, most often because another process does; or the account of the documents cannot.</summary>
    public const int DataFault = 3;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (BackupCommand.Is(args))
        {
            return await BackupCommand.RunAsync(args, output, error, TimeProvider.System);
        }

        if (ImportCommand.Is(args))
        {
            return await ImportCommand.RunAsync(args, output, error, TimeProvider.System);
        }

        var parsed = LocalArguments.Parse(args);
        if (parsed.Options is not { } options)
        {
            await (parsed.Problem is null ? output : error).WriteLineAsync(parsed.Problem is null ? LocalArguments.Usage : $"{parsed.Problem}\n\n{LocalArguments.Usage}");
            return parsed.Problem is null ? Done : UsageFault;
        }

        return await RunAsync(options, output, error);
    }

    /// <summary>Runs until Ctrl-C.</summary>
    public static async Task<int> RunAsync(LocalOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            await using var app = LocalHost.Build(options);
            await app.StartAsync();
            app.Lifetime.ApplicationStopping.Register(() => output.WriteLine("Stopping: what is in flight ends first."));
            await output.WriteLineAsync($"SalesPerf listens on {string.Join(" and ", app.Urls)}, data in {Path.GetFullPath(options.Data)}{(options.Cosmos is { } account ? $", documents in {account}" : "")}. Ctrl-C stops it.");
            await ShowAsync(options, app, output);
            await app.WaitForShutdownAsync();
            return Done;
        }
        catch (OptionsValidationException exception)
        {
            await error.WriteLineAsync(string.Join('\n', exception.Failures));
            return UsageFault;
        }
        catch (Exception exception) when (exception is DataFolderException or DocumentStoreException)
        {
            await error.WriteLineAsync(exception.Message);
            return DataFault;
        }
        catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException })
        {
            await error.WriteLineAsync($"{options.Urls} cannot be listened on: {exception.Message.TrimEnd('.')}. Choose another with --urls.");
            return AddressFault;
        }
    }

    private static async Task ShowAsync(LocalOptions options, WebApplication app, TextWriter output)
    {
        if (options.Demo is not { } demo)
        {
            return;
        }

        try
        {
            await demo.RunAsync(app, output, app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        if (options.RunsTimers)
        {
            app.Services.GetRequiredService<TimerScheduler>().Run();
        }
    }
}
