using static SalesPerf.Benchmarks.Scale.Prices;

namespace SalesPerf.Benchmarks.Scale;

/// <summary>A month of so many people, from what each thing was measured to ask for.</summary>
internal sealed class Estimate(IReadOnlyList<MeasuredCost> costs, ForecastBytes forecast, double people, double activityCpu)
{
    public double People => people;

    /// <summary>Activities a second in the busiest minutes. Queues bring those of different people, so each is alone in its commit.</summary>
    public double PeakActivities => people * ActivitiesADay / (HoursADay * 3600) * Peak;

    public double PeakUnits => people * DayUnits / (HoursADay * 3600) * Peak;

    /// <summary>Request units of a month, in millions, the directory's left out.</summary>
    public double MillionUnits => people * ((DayUnits * WorkingDays) + (costs[6].Units * Nights)) / 1e6;

    /// <summary>Messages of a month, in millions.</summary>
    private double MillionMessages => people * ((((costs[0].Messages + costs[1].Messages) * ActivitiesADay) + ((costs[4].Messages + costs[5].Messages) * DealChangesADay)) * WorkingDays + (costs[6].Messages * Nights)) / 1e6;

    public double BusMillions => MillionMessages * OperationsAMessage;

    /// <summary>CPU seconds of a month at the measured CPU of a single webhook, everything behind it included, for every message.</summary>
    public double CpuSeconds => people * ActivitiesADay * WorkingDays * activityCpu;

    /// <summary>Instances that the peak keeps busy.</summary>
    public double PeakInstances => Math.Max(1, Math.Ceiling(PeakActivities * activityCpu / InstanceCores / Fullness));

    public double StoredGigabytes => people * costs[2].Bytes * ActivitiesADay * WorkingDays * MonthsKept / 1e9;

    /// <summary>What a year's nightly runs keep.</summary>
    public double ForecastGigabytes => people * forecast.RunShown * 365 / 1e9;

    /// <summary>What one run takes in its partition until its sums expire.</summary>
    public double RunGigabytes => people * (forecast.RunShown + forecast.RunAdded) / 1e9;

    /// <summary>Request units a second that reading the directory takes from the partition of people, at the peak.</summary>
    public double DirectoryUnits => people * costs[9].Units / DirectorySeconds * PeakInstances;

    public bool FitsServerless => PeakUnits + DirectoryUnits < ServerlessUnitsASecond;

    /// <summary>Without the directory: by the request where that is allowed and cheaper, else by the highest throughput of each hour, a tenth of it outside working hours.</summary>
    public double CosmosDollars => FitsServerless ? Math.Min(MillionUnits * ServerlessMillionUnits, AutoscaleDollars) : AutoscaleDollars;

    private double AutoscaleDollars => AutoscaleHundredUnitHours
        * Math.Max(Nights * 24, PeakUnits / 100 * ((WorkingDays * HoursADay / Peak) + (((Nights * 24) - (WorkingDays * HoursADay)) / 10)));

    public double StorageDollars => StoredGigabytes * StoredGigabyteMonth;

    public double BusDollars => BusBase + (Math.Max(0, BusMillions - BusIncludedMillions) * BusMillion);

    /// <summary>Executions, and gigabyte-seconds: an instance that is woken is paid for a second at least, and never more than all day long.</summary>
    public double FunctionsDollars => (MillionMessages * ExecutionMillion)
        + (Math.Max(CpuSeconds / InstanceCores / Fullness, Math.Min(people * ActivitiesADay * WorkingDays * 2, WorkingDays * HoursADay * 3600)) * InstanceGigabytes * GigabyteSecond);

    private double DayUnits => ((costs[0].Units + costs[1].Units) * ActivitiesADay) + ((costs[4].Units + costs[5].Units) * DealChangesADay) + ((costs[7].Units + costs[8].Units) * ReadsADay / 2);
}
