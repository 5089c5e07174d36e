using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Tests.Sources;

public sealed class SourceSwitchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OffSince_ASourceThatIsOn_IsNever() => Assert.Null(Since(Noon.AddDays(9), Version(1, 1, Noon, false), Version(2, 12, Noon.AddDays(2), true)));

    [Fact]
    public void OffSince_ASourceThatWasChangedWhileOff_IsSinceItWasSwitchedOff() => Assert.Equal(
        Noon.AddDays(1),
        Since(Noon.AddDays(9), Version(1, 1, Noon, true), Version(2, 11, Noon.AddDays(1), false), Version(3, 14, Noon.AddDays(4), false)));

    [Fact]
    public void OffSince_ASourceThatWasOnBetween_IsSinceTheLastTime() => Assert.Equal(
        Noon.AddDays(5),
        Since(Noon.AddDays(9), Version(1, 1, Noon, false), Version(2, 12, Noon.AddDays(2), true), Version(3, 15, Noon.AddDays(5), false)));

    /// <summary>Written on the 10th for the 13th: off from the first moment of that day.</summary>
    [Fact]
    public void OffSince_ASourceThatIsOffFromALaterDay_IsSinceThatDayBegan()
    {
        var versions = new[] { Version(1, 1, Noon.AddDays(-1), true), Version(2, 13, Noon, false) };

        Assert.Null(Since(Noon.AddDays(2), versions));
        Assert.Equal(new DateTimeOffset(2026, 6, 13, 0, 0, 0, TimeSpan.Zero), Since(Noon.AddDays(3), versions));
    }

    private static DateTimeOffset? Since(DateTimeOffset now, params ResourceVersion<Source>[] versions) => SourceSwitch.OffSince(new Resource<Source>("crm", versions), now);

    private static ResourceVersion<Source> Version(int number, int day, DateTimeOffset recorded, bool isOn) =>
        new(number, new DateOnly(2026, 6, day), recorded, "ann", new Source { Id = "crm", Provider = "hubspot", Enabled = isOn });
}
