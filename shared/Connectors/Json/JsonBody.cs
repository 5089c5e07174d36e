using System.Text.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Json;

/// <summary>The body of a request that holds one JSON value, within the provider's own limit.</summary>
internal static class JsonBody
{
    /// <summary>The value; null with the refusal.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mostBytes">Inclusive. A body over it is a rejected item: it is kept, as far as it fits.</param>
    /// <param name="refusal">Why there is no value.</param>
    public static JsonElement? Read(WebhookRequest request, int mostBytes, out ConnectorResult? refusal)
    {
        refusal = null;
        if (!MediaType.IsJsonOrAbsent(request.Headers))
        {
            refusal = new ConnectorResult.UnsupportedMediaType("application/json");
            return null;
        }

        if (request.Body.Length > mostBytes)
        {
            refusal = new ConnectorResult.Accepted([new RejectedItem(0, [new ReadError(string.Empty, "The body is over this provider's limit.")])]);
            return null;
        }

        if (StrictJson.Parse(request.Body.Span, out var error) is not { } value)
        {
            refusal = new ConnectorResult.BadRequest(error!);
            return null;
        }

        return value;
    }
}
