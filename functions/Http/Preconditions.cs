using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SalesPerf.Functions.Http;

/// <summary>If-Match and If-None-Match: no change is made to a version the caller has not seen, and nothing is sent twice.</summary>
public static class Preconditions
{
    /// <summary>
    /// Checks a change (PUT, PATCH, DELETE) against what is stored. <paramref name="current"/> is the stored document's entity tag, null when nothing is stored.
    /// What exists is changed only with an <c>If-Match</c> that names it, or <c>*</c>; what does not exist is created without one.
    /// <c>If-None-Match: *</c> insists on creating. A weak tag never matches.
    /// </summary>
    /// <exception cref="ProblemException">428 without If-Match on something that exists; 412 when the tag differs; 400 for a header that is none.</exception>
    public static void CheckChange(HttpRequest request, string? current)
    {
        var match = Parse(request, HeaderNames.IfMatch);
        var noneMatch = Parse(request, HeaderNames.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0 && current is not null)
        {
            throw Problems.PreconditionRequired().ToException();
        }

        if ((match.Count > 0 && !(current is not null && Names(match, current, strong: true)))
            || (noneMatch.Count > 0 && current is not null && Names(noneMatch, current, strong: false)))
        {
            throw (current is null
                ? Problems.PreconditionFailed("Nothing is stored here, so no version of it matches.")
                : Problems.PreconditionFailed()).ToException();
        }

        // If-None-Match with other tags says nothing about the version that would be overwritten.
        if (match.Count == 0 && current is not null)
        {
            throw Problems.PreconditionRequired().ToException();
        }
    }

    /// <summary>True when the caller has this version already: answer 304.</summary>
    public static bool IsUnchanged(HttpRequest request, string current)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0
            && EntityTagHeaderValue.TryParseList(header, out var tags)
            && Names(tags, current, strong: false);
    }

    private static bool Names(IList<EntityTagHeaderValue> tags, string current, bool strong)
    {
        var wanted = new EntityTagHeaderValue(current);
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)
            || (strong ? !tag.IsWeak && EntityTag.IsOf(current, tag.Tag) : tag.Compare(wanted, useStrongComparison: false)));
    }

    private static IList<EntityTagHeaderValue> Parse(HttpRequest request, string header)
    {
        var values = request.Headers[header];
        if (values.Count == 0)
        {
            return [];
        }

        return EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags.Count > 0
            ? tags
            : throw Problems.BadRequest($"{header} must be a list of entity tags in double quotes, or *.").ToException();
    }
}
