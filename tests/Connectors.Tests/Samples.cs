using System.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests;

/// <summary>A fixed clock, sources, and requests in one line.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Source Source(string provider, string id = "crm") => new() { Id = id, Provider = provider };

    public static WebhookHeaders Headers(params (string Name, string Value)[] headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Name, header.Value)));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The shared folder beside the repository; null where there is none.</summary>
    public static string? Shared(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var shared in new[] { Path.Combine(folder.FullName, "shared"), Path.Combine(folder.FullName, "work", "shared") })
            {
                if (Directory.Exists(Path.Combine(shared, "design")) && File.Exists(Path.Combine(shared, path)))
                {
                    return Path.Combine(shared, path);
                }
            }
        }

        return null;
    }
}
