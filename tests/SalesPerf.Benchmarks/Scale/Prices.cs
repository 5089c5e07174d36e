namespace SalesPerf.Benchmarks.Scale;

/// <summary>Prices and habits that the estimate assumes: US dollars, as read in public sources in September 2026. Change them and run it again.</summary>
internal static class Prices
{
    // How people work.
    public const double ActivitiesADay = 60;
    public const double DealChangesADay = 1;
    public const double ReadsADay = 10;
    public const double WorkingDays = 22;
    public const double Nights = 30;
    public const double HoursADay = 8;

    /// <summary>The busiest minutes against the mean of the working hours.</summary>
    public const double Peak = 3;

    public const double MonthsKept = 24;

    // What is paid.
    public const double ServerlessMillionUnits = 0.25;
    public const double AutoscaleHundredUnitHours = 0.012;
    public const double StoredGigabyteMonth = 0.25;
    public const double BusBase = 10;
    public const double BusIncludedMillions = 13;
    public const double BusMillion = 0.80;
    public const double ExecutionMillion = 0.40;
    public const double GigabyteSecond = 0.000026;

    // What binds.
    public const double ServerlessUnitsASecond = 5_000;
    public const double PartitionUnitsASecond = 10_000;
    public const double PartitionGigabytes = 20;

    /// <summary>A message is sent, received and completed.</summary>
    public const double OperationsAMessage = 3;

    /// <summary>Cores and gigabytes of the smallest instance, and how full of work it is on average.</summary>
    public const double InstanceCores = 0.25;
    public const double InstanceGigabytes = 0.5;
    public const double Fullness = 0.5;

    /// <summary>How often each instance reads the directory anew.</summary>
    public const double DirectorySeconds = 30;
}
