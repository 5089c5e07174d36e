using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.Functions.Json;

/// <summary>The one way JSON is read and written: bodies, documents and messages.</summary>
public static class SalesPerfJson
{
    /// <summary>
    /// Only what JSON itself requires is escaped, and what lies beyond the basic plane: text in any script takes its own bytes, and people read it too.
    /// Never write this into a page.
    /// </summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>camelCase, duplicate properties refused, depth 32, decimals as strings (numbers are read too), instants RFC 3339 UTC, nulls left out.</summary>
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowDuplicateProperties = false,
            MaxDepth = 32,
            Encoder = Encoder,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = SalesPerfJsonContext.Default,
        };
        options.Converters.Add(new DecimalTextConverter());
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter<DayOfWeek>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Domain.Deals.DealStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Domain.Access.AccessRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }
}
