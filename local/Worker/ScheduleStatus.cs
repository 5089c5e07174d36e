namespace Microsoft.Azure.Functions.Worker;

/// <summary>The occurrences of a timer. Shape of extensions/Worker.Extensions.Timer/src/ScheduleStatus.cs.</summary>
public sealed class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
