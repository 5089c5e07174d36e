namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told. Shape of extensions/Worker.Extensions.Timer/src/TimerInfo.cs.</summary>
public sealed class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    public bool IsPastDue { get; set; }
}
