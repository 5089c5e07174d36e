namespace SalesPerf.Functions.Schedules;

/// <summary>Says within one call of a timer function that somebody asked for a run now, beside those the schedule asks for.</summary>
public sealed class RequestedRun
{
    public bool IsRequested { get; set; }

    /// <summary>Which second it is of; null for that of the call.</summary>
    public DateTimeOffset? At { get; set; }
}
