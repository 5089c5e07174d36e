using System.Globalization;
using SalesPerf.Benchmarks.Soak;

/// <summary>What the runtime calls before a program's own start when <c>DOTNET_STARTUP_HOOKS</c> names this file: the host that is soaked then says how large its heap is.</summary>
internal sealed class StartupHook
{
    private static Timer? timer;

    /// <summary>The runtime asks for this name.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SoakHost.HeapFileSetting) is { Length: > 0 } path)
        {
            timer = new Timer(_ => Write(path), null, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>As it was found at the last collection, in one step for whoever reads it.</summary>
    private static void Write(string path)
    {
        File.WriteAllText(path + ".new", GC.GetGCMemoryInfo().HeapSizeBytes.ToString(CultureInfo.InvariantCulture));
        File.Move(path + ".new", path, overwrite: true);
    }
}
