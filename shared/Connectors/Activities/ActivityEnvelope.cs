namespace SalesPerf.Connectors.Activities;

/// <summary>What surrounds an activity's data, whichever format carried it. What was wrong is empty here and reported already.</summary>
/// <param name="Index">Position in the request.</param>
/// <param name="Source">The registered source's id.</param>
/// <param name="Key">The event key.</param>
/// <param name="Type">The activity type.</param>
/// <param name="OccurredAt">Effective time, UTC.</param>
/// <param name="Errors">Problems of this item so far; those of the data join them.</param>
internal sealed record ActivityEnvelope(int Index, string Source, string Key, string? Type, DateTimeOffset? OccurredAt, ReadErrors Errors);
