namespace SalesPerf.Functions.Activities;

/// <summary>The message type of an activity on its way to ingestion.</summary>
public static class ActivityEnvelope
{
    public const string Type = "salesperf.activity";
}
