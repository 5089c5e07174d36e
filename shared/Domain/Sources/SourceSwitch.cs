using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Sources;

/// <summary>Since when a source is switched off: other changes of it, made meanwhile, do not begin that anew.</summary>
public static class SourceSwitch
{
    /// <summary>
    /// The first instant from which on the source has been off up to <paramref name="now"/>; null when it is on now, or not in force. A version counts from its recording or from the
    /// beginning of its first day, whichever is later; days are UTC, as they are for whatever a source posts.
    /// </summary>
    public static DateTimeOffset? OffSince(Resource<Source> source, DateTimeOffset now)
    {
        DateTimeOffset? since = null;
        foreach (var at in source.Versions
            .SelectMany(version => new[] { version.RecordedAt, new DateTimeOffset(version.EffectiveFrom, TimeOnly.MinValue, TimeSpan.Zero) })
            .Where(at => at <= now)
            .Append(now)
            .Order())
        {
            since = source.At(DateOnly.FromDateTime(at.UtcDateTime), at) is { Enabled: false } ? since ?? at : null;
        }

        return since;
    }
}
