namespace SalesPerf.Platform.Email;

/// <summary>What became of a mail. When that is not known, as when the connection is lost after the last byte, the sender throws.</summary>
public abstract record EmailOutcome
{
    private EmailOutcome()
    {
    }

    /// <summary>Taken over.</summary>
    public sealed record Accepted : EmailOutcome;

    /// <summary>It was not taken, and will not be: <paramref name="Reason"/> says why, without the address.</summary>
    public sealed record Refused(string Reason) : EmailOutcome;

    /// <summary>It was not taken, and may be later.</summary>
    public sealed record Deferred(string Reason) : EmailOutcome;
}
