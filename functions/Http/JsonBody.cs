using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SalesPerf.Connectors.Json;
using SalesPerf.Functions.Json;

namespace SalesPerf.Functions.Http;

/// <summary>
/// Reads JSON that a caller sent, strictly: UTF-8, no duplicate and no unknown properties, depth 32. What cannot be read is a 400 that says
/// what and where; whether what was read makes sense is the caller's question.
/// </summary>
public static class JsonBody
{
    private static readonly JsonSerializerOptions Strict = CreateStrict();

    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The type must be listed in <c>SalesPerfJsonContext</c>.</summary>
    public static T Parse<T>(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(Content(utf8), (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T)))
                ?? throw Problems.BadRequest("The body is null.", "").ToException();
        }
        catch (JsonException exception)
        {
            throw Describe(exception, utf8).ToException();
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or FormatException)
        {
            throw Problems.BadRequest("A value in the body is out of its range.").ToException();
        }
    }

    /// <summary>The JSON as a tree, for bodies that a schema or a connector reads.</summary>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8[(utf8.Length - Content(utf8.Span).Length)..], DocumentOptions);
        }
        catch (JsonException exception)
        {
            throw Describe(exception, utf8.Span).ToException();
        }
        catch (InvalidOperationException)
        {
            // Looking for duplicates met a name with half a surrogate pair.
            throw Problems.BadRequest("The name of a property is not Unicode text.").ToException();
        }
    }

    /// <summary>Refuses a body that says it is something else. A body without a type is taken for JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="orElse">Types that the route takes beside JSON, for the answer.</param>
    public static void RequireJson(HttpRequest request, params ReadOnlySpan<string> orElse)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            || !(type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw Problems.UnsupportedMediaType($"Content-Type must be {string.Join(" or ", ["application/json", .. orElse])} in UTF-8.").ToException();
        }
    }

    /// <summary>The 400 for JSON that cannot be read: the reason, the place in the text, and the pointer when the reader knows it.</summary>
    internal static Problem Describe(JsonException exception, ReadOnlySpan<byte> utf8 = default)
    {
        var detail = new StringBuilder(Reason(exception));
        if (exception is { LineNumber: { } line, BytePositionInLine: { } position })
        {
            detail.Append(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {position + 1})");
        }

        // Of a property that comes twice the reader does not say where.
        var isTwice = !utf8.IsEmpty && exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal);
        return Problems.BadRequest(detail.ToString(), isTwice ? DuplicateIn(utf8) : JsonPath.ToPointer(exception.Path));
    }

    private static string? DuplicateIn(ReadOnlySpan<byte> utf8)
    {
        StrictJson.Parse(utf8, out var error);
        return error?.Pointer;
    }

    /// <summary>The reader's own words where they speak of the text; ours where they would name our types.</summary>
    private static string Reason(JsonException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end >= 0 ? end : message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        message = end >= 0 ? message[..end] : message;

        if (message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            var rest = message.IndexOf(" encountered", StringComparison.Ordinal);
            return rest < 0 ? message : message[..rest] + ".";
        }

        if (message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = message[(message.IndexOf(':', StringComparison.Ordinal) + 1)..];
            return "Required properties are missing:" + names;
        }

        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return $"There is no property {Quoted(message)} here.";
        }

        return message.Contains("could not be converted to", StringComparison.Ordinal) || message.Contains(" type '", StringComparison.Ordinal)
            ? "The value is not of the type expected here."
            : message;
    }

    private static string Quoted(string message)
    {
        var from = message.IndexOf('\'', StringComparison.Ordinal);
        var to = message.IndexOf("' could not be mapped", StringComparison.Ordinal);
        return from >= 0 && to > from ? message[from..(to + 1)] : "of that name";
    }

    /// <summary>Without the byte order mark that some tools put first.</summary>
    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> utf8)
    {
        var content = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        return content.IsEmpty ? throw Problems.BadRequest("A JSON body is expected.", "").ToException() : content;
    }

    private static JsonSerializerOptions CreateStrict()
    {
        var options = new JsonSerializerOptions(SalesPerfJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        options.MakeReadOnly();
        return options;
    }
}
