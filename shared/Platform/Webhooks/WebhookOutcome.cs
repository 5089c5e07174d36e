namespace SalesPerf.Platform.Webhooks;

/// <summary>What became of a request.</summary>
public abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    /// <summary>Answered with 2xx.</summary>
    public sealed record Delivered : WebhookOutcome;

    /// <summary>Answered with 410: it wants nothing more, ever.</summary>
    public sealed record Gone : WebhookOutcome;

    /// <summary>Not answered with 2xx, or not at all, or not asked. The receiver may have seen it all the same.</summary>
    /// <param name="Reason">Why, without anything the receiver said.</param>
    /// <param name="After">How long it asks to be left alone; null when it does not.</param>
    public sealed record Failed(string Reason, TimeSpan? After = null) : WebhookOutcome;
}
