using System.Diagnostics;
using System.Text.Json.Nodes;
using SalesPerf.Benchmarks.Measuring;

namespace SalesPerf.Benchmarks.Node;

/// <summary>A baseline that comes as a package for Node.js: installed into a temporary folder, run as a process of its own that answers in JSON.</summary>
internal sealed class NodePackage
{
    private readonly string folder;

    private NodePackage(string folder) => this.folder = folder;

    /// <summary>Null, and said so, where Node.js or the package cannot be had.</summary>
    /// <param name="package">With its exact version.</param>
    /// <param name="report">Where it is said.</param>
    public static async Task<NodePackage?> InstallAsync(string package, Report report)
    {
        var folder = Path.Combine(Path.GetTempPath(), "salesperf-bench-" + string.Concat(package.Where(char.IsAsciiLetterOrDigit)));
        Directory.CreateDirectory(folder);
        try
        {
            if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            {
                await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, package);
            }

            await RunAsync(folder, "node", "--version");
            return new NodePackage(folder);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            report.Say($"`{package}` cannot be had here ({exception.Message.Split('\n')[0]}): what is compared with it was left out.");
            return null;
        }
    }

    /// <summary>Runs a script of this folder's and reads what it writes.</summary>
    public async Task<JsonNode> RunAsync(string script, params string[] arguments)
    {
        // Modules are looked for beside the script.
        var copy = Path.Combine(folder, script);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Node", script), copy, overwrite: true);
        return JsonNode.Parse(await RunAsync(folder, "node", [copy, .. arguments])) ?? throw new InvalidOperationException($"{script} said nothing.");
    }

    /// <summary>What a script measured of itself.</summary>
    public static Sample SampleOf(string name, JsonNode figures) => new(
        name,
        (long)figures["operations"]!, // scripts write all three
        TimeSpan.FromSeconds((double)figures["wall"]!),
        TimeSpan.FromSeconds((double)figures["cpu"]!));

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }
}
