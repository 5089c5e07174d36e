using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SalesPerf.Contracts.Validation;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Json;

namespace SalesPerf.Contracts.Tests.Validation;

public sealed class PublishedSchemaTests
{
    public static TheoryData<string, Type> Records => new()
    {
        { "person", typeof(Person) },
        { "team", typeof(Team) },
        { "role", typeof(Role) },
        { "metric", typeof(Metric) },
        { "plan", typeof(Plan) },
        { "assignment", typeof(PlanAssignment) },
        { "objective", typeof(Objective) },
        { "source", typeof(Source) },
        { "calendar", typeof(OrganisationCalendar) },
        { "forecast-settings", typeof(ForecastSettings) },
        { "approval-settings", typeof(ApprovalSettings) },
    };

    [Fact]
    public void Names_AreThoseOfTheResources() =>
        Assert.Equal(Records.Select(row => (string)((object[])row)[0]).Order(StringComparer.Ordinal), PublishedSchemas.Names);

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_UsesOnlyKnownKeywords_AndNamesItself(string name, Type record)
    {
        using var text = JsonDocument.Parse(PublishedSchemas.Text(name)!.Value);

        Assert.NotNull(PublishedSchemas.Get(name));
        Assert.Equal($"https://salesperf.dev/schemas/{name}", text.RootElement.GetProperty("$id").GetString());
        Assert.NotNull(record);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Schema_AndRecord_HaveTheSameProperties(string name, Type record)
    {
        using var text = JsonDocument.Parse(PublishedSchemas.Text(name)!.Value);
        var differences = new List<string>();
        Compare(text.RootElement, text.RootElement, record, "", [], differences);

        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Patterns_AreToldInWords(string name, Type record)
    {
        using var text = JsonDocument.Parse(PublishedSchemas.Text(name)!.Value);
        Assert.NotNull(record);

        using var control = JsonDocument.Parse("\"\\u0001\"");
        Assert.All(Patterns(text.RootElement), pattern =>
        {
            var schema = JsonSchema.Parse(JsonSerializer.SerializeToUtf8Bytes(new { pattern }));
            Assert.DoesNotContain("[", Assert.Single(schema.Validate(control.RootElement)).Detail, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Patterns(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member =>
            member is { Name: "pattern", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : Patterns(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Patterns),
        _ => [],
    };

    [Fact]
    public void Text_OfNoSchema_IsNull()
    {
        Assert.Null(PublishedSchemas.Text("nothing"));
        Assert.Null(PublishedSchemas.Text("../person"));
    }

    [Fact]
    public void Given_a_person_with_values_of_every_kind_when_validated_then_it_fits()
    {
        using var document = JsonDocument.Parse("""{"id":"ann","name":"Ann","manager":null,"fte":"0.5","identities":{"crm":["1","a@b.c"]},"workingDays":["monday"]}""");

        Assert.Empty(PublishedSchemas.Get("person").Validate(document.RootElement));
    }

    /// <summary>Walks schema and record side by side: names, what is required, and what may be null.</summary>
    private static void Compare(JsonElement root, JsonElement schema, Type type, string place, HashSet<(string, Type)> seen, List<string> differences)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            if (!seen.Add((reference.GetString()!, type)))
            {
                return;
            }

            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        }

        var info = SalesPerfJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                Compare(root, schema.GetProperty("items"), info.ElementType!, place + "/*", seen, differences);
                return;
            case JsonTypeInfoKind.Dictionary:
                // Any name, or those that are listed.
                var others = schema.GetProperty("additionalProperties");
                JsonElement[] values = others.ValueKind == JsonValueKind.False ? [.. schema.GetProperty("properties").EnumerateObject().Select(listed => listed.Value)] : [others];
                Array.ForEach(values, value => Compare(root, value, info.ElementType!, place + "/*", seen, differences));
                return;
            case JsonTypeInfoKind.Object:
                break;
            default:
                return;
        }

        var properties = schema.GetProperty("properties");
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(item => item.GetString()!).ToHashSet() : [];
        foreach (var property in info.Properties.Where(property => property.Get is not null && property.Set is not null || property.AssociatedParameter is not null))
        {
            var here = $"{place}/{property.Name}";
            if (!properties.TryGetProperty(property.Name, out var own))
            {
                differences.Add($"{here} is not in the schema");
                continue;
            }

            var isRequired = property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };
            if (isRequired != required.Contains(property.Name))
            {
                differences.Add($"{here} is required in one of them only");
            }

            if (AllowsNull(root, own) != IsNullable(property))
            {
                differences.Add($"{here} may be null in one of them only");
            }

            if (!isRequired && DefaultOf(type, property) != (own.TryGetProperty("default", out var given) ? JsonNode.Parse(given.GetRawText())?.ToJsonString() : null))
            {
                differences.Add($"{here} has {DefaultOf(type, property) ?? "no default"} in the record only");
            }

            Compare(root, own, property.PropertyType, here, seen, differences);
        }

        var known = info.Properties.Select(property => property.Name).ToHashSet();
        differences.AddRange(properties.EnumerateObject().Where(property => !known.Contains(property.Name)).Select(property => $"{place}/{property.Name} is not in the record"));
        if (!schema.TryGetProperty("additionalProperties", out var open) || open.ValueKind != JsonValueKind.False)
        {
            differences.Add($"{place} takes properties that are not known");
        }
    }

    /// <summary>What <c>new T { … }</c> has in a property that is not set, as JSON; null for null.</summary>
    private static string? DefaultOf(Type type, JsonPropertyInfo property)
    {
        var constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
        var instance = constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)]);
        var value = ((PropertyInfo)property.AttributeProvider!).GetValue(instance);
        return value switch
        {
            null => null,
            decimal number => number.ToString(System.Globalization.CultureInfo.InvariantCulture), // a number in the schema, text on the wire
            _ => JsonSerializer.SerializeToNode(value, SalesPerfJson.Options.GetTypeInfo(property.PropertyType))!.ToJsonString(),
        };
    }

    private static bool AllowsNull(JsonElement root, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        }

        return schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(item => item.GetString() == "null");
    }

    private static bool IsNullable(JsonPropertyInfo property) =>
        new NullabilityInfoContext().Create((PropertyInfo)property.AttributeProvider!).ReadState == NullabilityState.Nullable;
}
