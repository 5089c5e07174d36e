using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace SalesPerf.Functions.Http;

/// <summary>
/// The one place where an exception becomes an answer, for both hosts. A host catches, asks here, logs what has status 500 or more with its
/// <see cref="Problem.CorrelationId"/>, and executes the problem if the response has not started.
/// </summary>
public static class ProblemMapper
{
    public static Problem Map(Exception exception, HttpContext context) => exception switch
    {
        ProblemException known => known.Problem,
        BadHttpRequestException bad => context.RequestAborted.IsCancellationRequested ? Problems.ClientGone : Problems.OfStatus(bad.StatusCode),
        ConnectionResetException or ConnectionAbortedException => Problems.ClientGone,
        OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested => Problems.ClientGone,
        JsonException json => JsonBody.Describe(json),
        TimeoutException => Problems.Unavailable(CorrelationId(context)),
        _ => Problems.Failure(CorrelationId(context)),
    };

    private static string CorrelationId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
