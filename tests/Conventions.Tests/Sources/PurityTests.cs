using SalesPerf.Domain.Values;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>Nothing in Domain reads a clock, a random number, a file, the network or the machine it runs on, and nothing in it waits.</summary>
public sealed class PurityTests
{
    private static readonly string[] Forbidden =
    [
        "System.TimeProvider.", "System.Diagnostics.Stopwatch.", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.TimeZoneInfo.get_Local",
        "System.Random.", "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Security.Cryptography.RandomNumberGenerator.",
        "System.IO.File", "System.IO.Directory", "System.IO.Path.GetTemp", "System.Net.", "System.Console.",
        "System.Threading.Thread.", "System.Threading.Tasks.", "System.Globalization.CultureInfo.get_Current",
        "System.Environment.get_MachineName", "System.Environment.get_TickCount", "System.Environment.GetEnvironmentVariable",
    ];

    [Fact]
    public void Given_the_domain_when_its_calls_are_read_then_none_reaches_outside() =>
        Assert.Equal("", string.Join('\n', Impure(typeof(Money).Assembly.Location)));

    [Fact]
    public void Given_an_assembly_that_reaches_outside_when_its_calls_are_read_then_they_are_found()
    {
        var impure = Impure(typeof(PurityTests).Assembly.Location);
        Assert.Contains("System.Guid.NewGuid", impure);
        Assert.Contains("System.IO.File.OpenRead", impure);
    }

    /// <summary>The impure call that the test above finds.</summary>
    public static Guid Impurity() => Guid.NewGuid();

    private static string[] Impure(string assembly) =>
        [.. CalledMembers.Of(assembly).Where(member => Forbidden.Any(start => member.StartsWith(start, StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
}
