namespace SalesPerf.Domain.Access;

/// <summary>The policy's answer.</summary>
public enum AccessDecision
{
    /// <summary>Go on.</summary>
    Allowed,

    /// <summary>None of the caller's roles ever allows the action, or not for the organisation as a whole: 403, said before anything is looked up.</summary>
    Forbidden,

    /// <summary>
    /// A role allows the action, not about this. Answered as if it did not exist: 404, in the same words for what exists and what does not,
    /// so that nobody learns of people and teams by asking.
    /// </summary>
    Hidden,
}
