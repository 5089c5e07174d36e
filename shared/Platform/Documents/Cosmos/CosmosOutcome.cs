using System.Net;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>What the status codes of a transactional batch mean.</summary>
internal static class CosmosOutcome
{
    /// <summary>
    /// The refusal, or null when the batch was not refused but failed: then nobody knows whether it was applied. In a batch that is
    /// refused, one operation has the reason and all others 424; when the request as a whole is too large there are none.
    /// </summary>
    public static CommitResult.Refused? Refusal(HttpStatusCode batch, IEnumerable<HttpStatusCode> operations)
    {
        var index = 0;
        foreach (var status in operations)
        {
            if (status is not HttpStatusCode.FailedDependency && (int)status >= 400)
            {
                return Refusal(status) is { } reason ? new CommitResult.Refused(index, reason) : null;
            }

            index++;
        }

        return batch == HttpStatusCode.RequestEntityTooLarge ? new CommitResult.Refused(-1, Documents.Refusal.TooLarge) : null;
    }

    private static Refusal? Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Conflict => Documents.Refusal.Conflict,
        HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound => Documents.Refusal.Stale,
        HttpStatusCode.RequestEntityTooLarge => Documents.Refusal.TooLarge,
        _ => null,
    };
}
