using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace SalesPerf.Local;

/// <summary>The command line of the local host: reads the options, runs until Ctrl-C, answers an exit code.</summary>
public static class LocalCommand
{
    /// <summary>Stopped in order.</summary>
    public const int Done = 0;

    /// <summary>The address cannot be listened on.</summary>
    public const int AddressFault = 1;

    /// <summary>The options are not understood.</summary>
    public const int UsageFault = 2;

    /// <summary>The data folder cannot be used, most often because another process does.</summary>
    public const int DataFault = 3;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = LocalArguments.Parse(args);
        if (parsed.Options is not { } options)
        {
            await (parsed.Problem is null ? output : error).WriteLineAsync(parsed.Problem is null ? LocalArguments.Usage : $"{parsed.Problem}\n\n{LocalArguments.Usage}");
            return parsed.Problem is null ? Done : UsageFault;
        }

        try
        {
            await using var app = LocalHost.Build(options);
            await app.RunAsync();
            return Done;
        }
        catch (DataFolderException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return DataFault;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{exception.Message} Choose another with --urls.");
            return AddressFault;
        }
    }
}
