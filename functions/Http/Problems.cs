using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Http;

/// <summary>Every problem this API answers with. The slug is part of the interface: it never changes its meaning.</summary>
public static class Problems
{
    /// <summary>The caller went away; nobody reads the answer.</summary>
    public const int ClientClosedRequest = 499;

    private const string ApiKey = "ApiKey realm=\"SalesPerf\"";

    private const string Bearer = "Bearer realm=\"SalesPerf\"";

    /// <summary>400: the request cannot be understood.</summary>
    public static Problem BadRequest(string detail, string? pointer = null) =>
        new(400, "bad-request", "The request cannot be understood", detail) { Errors = pointer is null ? [] : [new(pointer, detail)] };

    /// <summary>400: a query parameter that is not taken here, or whose value is not.</summary>
    public static Problem BadQuery(string parameter, string detail) => BadRequest(detail) with { Parameter = parameter };

    /// <summary>401: no key, or none that is known. Says nothing about which.</summary>
    public static Problem Unauthorized(string detail = "Send a valid key in the header x-api-key.") => Unknown(detail, ApiKey);

    /// <summary>The same where bearer tokens are taken too.</summary>
    public static Problem UnauthorizedByKeyOrToken() => Unknown("Send a valid key in the header x-api-key, or a bearer token.", $"{ApiKey}, {Bearer}");

    /// <summary>401: a bearer token that is not believed. Says nothing about why.</summary>
    public static Problem UnknownToken() => Unknown("Send a valid bearer token.", Bearer);

    /// <summary>403: the caller's roles never allow this.</summary>
    public static Problem Forbidden(string detail = "Your roles do not allow this.") =>
        new(403, "forbidden", "This is not allowed", detail);

    /// <summary>403: the same person may not do both.</summary>
    public static Problem SecondPersonRequired(string detail) =>
        new(403, "second-person-required", "A second person is needed", detail);

    /// <summary>404: it does not exist, or the caller may not know that it does.</summary>
    public static Problem NotFound(string detail = "There is nothing here that you can see.") =>
        new(404, "not-found", "Not found", detail);

    /// <summary>405: the path is right, the method is not.</summary>
    public static Problem MethodNotAllowed() =>
        new(405, "method-not-allowed", "This method is not taken here", "The path exists, with other methods.");

    /// <summary>409: it contradicts what is stored.</summary>
    public static Problem Conflict(string detail) =>
        new(409, "conflict", "This contradicts what is stored", detail);

    /// <summary>412: what was read has changed since.</summary>
    public static Problem PreconditionFailed(string detail = "It has changed since you read it: read it again, then send your change with the new ETag.") =>
        new(412, "precondition-failed", "It has changed since", detail);

    /// <summary>413: more bytes than are taken here.</summary>
    public static Problem PayloadTooLarge(string detail) =>
        new(413, "payload-too-large", "The body is too large", detail);

    /// <summary>415: a media type or content coding that is not read here.</summary>
    public static Problem UnsupportedMediaType(string detail) =>
        new(415, "unsupported-media-type", "The body's type is not supported", detail);

    /// <summary>422: understood, and wrong; every error at once. Warnings among them are not told here.</summary>
    public static Problem Validation(IEnumerable<FieldProblem> problems)
    {
        var errors = problems.Where(problem => !problem.IsWarning).ToArray();
        return new(422, "validation", "The body is not valid", errors.Length == 1 ? errors[0].Detail : $"{errors.Length} errors: see errors.") { Errors = errors };
    }

    /// <summary>422 with one error.</summary>
    public static Problem Validation(string pointer, string detail) => Validation([new(pointer, detail)]);

    /// <summary>422: an Idempotency-Key that came before with another request.</summary>
    public static Problem IdempotencyKeyReused() =>
        new(422, "idempotency-key-reused", "The Idempotency-Key was used before", "This Idempotency-Key came before with a different request: use a new one.");

    /// <summary>428: a change must say which version it changes.</summary>
    public static Problem PreconditionRequired() =>
        new(428, "precondition-required", "Say which version you change", "Send If-Match with the ETag you read, or * for whatever is there.");

    /// <summary>429: slow down.</summary>
    public static Problem TooManyRequests(TimeSpan retryAfter, string detail = "Too many requests: try again later.") =>
        new(429, "too-many-requests", "Too many requests", detail)
        {
            Header = new("Retry-After", Seconds(retryAfter)),
        };

    /// <summary>503: not now, and when again. For senders to whom 429 is final.</summary>
    public static Problem Later(TimeSpan retryAfter, string detail = "Try again later.") =>
        new(503, "unavailable", "Not available at the moment", detail) { Header = new("Retry-After", Seconds(retryAfter)) };

    /// <summary>Of Retry-After: whole seconds, at least one.</summary>
    internal static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>A failure of ours: nothing but a number to find it by.</summary>
    public static Problem Failure(string correlationId) =>
        new(500, "failure", "Something failed here", "The failure is logged under this correlation id.") { CorrelationId = correlationId };

    /// <summary>503: something this depends on is not there; the same request may work later.</summary>
    public static Problem Unavailable(string correlationId) =>
        new(503, "unavailable", "Not available at the moment", "Try again in a moment.") { CorrelationId = correlationId, Header = new("Retry-After", "5") };

    /// <summary>No answer at all, because nobody listens any more.</summary>
    internal static Problem ClientGone { get; } = new(ClientClosedRequest, "client-closed-request", "The client went away", null);

    private static Problem Unknown(string detail, string challenge) =>
        new(401, "unauthorized", "Who is asking is not known", detail) { Header = new("WWW-Authenticate", challenge) };

    /// <summary>Any other status a server below us decided on.</summary>
    internal static Problem OfStatus(int status) => status switch
    {
        408 => new(408, "request-timeout", "The request came too slowly", "The body did not arrive in time."),
        413 => PayloadTooLarge("The body is larger than this server takes."),
        415 => UnsupportedMediaType("The body's type is not supported."),
        431 => new(431, "headers-too-large", "The headers are too large", "The request's headers are larger than this server takes."),
        _ => BadRequest("The request is not valid HTTP."),
    };
}
