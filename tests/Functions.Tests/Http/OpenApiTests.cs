using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using SalesPerf.Contracts.Validation;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Json;
using SalesPerf.Functions.Tests.Access;

namespace SalesPerf.Functions.Tests.Http;

/// <summary>Holds <c>functions/Http/openapi.json</c> and the functions together. Whoever adds a route writes it there.</summary>
public sealed partial class OpenApiTests(WalkedHost host) : IClassFixture<WalkedHost>
{
    // What answers GET answers HEAD; that is said once.
    private static IEnumerable<Route> Described => Route.All.Where(route => route.Method != "HEAD");

    public static TheoryData<string> Every => [.. Described.Select(route => route.ToString())];

    [Fact]
    public void Given_the_functions_when_compared_then_every_route_is_described_and_back() =>
        Assert.Equal(Described.Select(route => route.ToString()).Order(), OpenApiDocument.Operations.Keys.Order());

    [Theory]
    [MemberData(nameof(Every))]
    public void Given_a_route_when_described_then_its_name_segments_and_access_are_the_functions(string name)
    {
        var route = Route.All.Single(route => route.ToString() == name);
        var operation = OpenApiDocument.Operations[name];

        Assert.Equal(route.Function.Name, (string?)operation["operationId"]);
        Assert.Equal(SegmentName().Matches(route.Template).Select(match => match.Groups[1].Value), OpenApiDocument.ParametersOf(name, "path"));
        var isPublic = route.Function.GetCustomAttribute<PublicRouteAttribute>() is not null;
        Assert.Equal(isPublic, operation["security"] is JsonArray { Count: 0 });
        var responses = operation["responses"]!.AsObject();
        Assert.True(isPublic || (responses.ContainsKey("401") && responses.ContainsKey("403")), $"{name} does not say 401 and 403.");
        Assert.NotEqual("", (string?)operation["summary"] ?? "");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Given_a_route_when_asked_with_a_parameter_it_does_not_know_then_it_names_those_described(string name)
    {
        var route = Route.All.Single(route => route.ToString() == name);
        var address = route.Path((before, _) => before switch { "reps" => "ann", "teams" => "east", "digests" => "mia", "schemas" => "person", "dead-letters" => Queues.ApplyDeal, _ => "crm" });

        var (status, body) = await host.SendAsync(route.Method, address + "?no-such-parameter=1", host.Keys["admin"]);

        var described = OpenApiDocument.ParametersOf(name, "query").Order();
        if (status == 400 && TakenNames().Match(body) is { Success: true } taken)
        {
            Assert.Equal(taken.Groups[1].Value.Split(", ").Order(), described);
        }
        else
        {
            // It takes none; probes and senders of webhooks may add what they like.
            Assert.Empty(described);
            Assert.True(route.Action is null || status == 400, $"{name} takes any query parameter: it answers {status}.");
        }
    }

    [Fact]
    public void Given_the_references_when_followed_then_all_lead_somewhere()
    {
        foreach (var reference in OpenApiDocument.References(OpenApiDocument.Root).Distinct())
        {
            if (reference.StartsWith("/api/v1/schemas/", StringComparison.Ordinal))
            {
                Assert.Contains(reference["/api/v1/schemas/".Length..], PublishedSchemas.Names);
            }
            else
            {
                Assert.NotNull(OpenApiDocument.Resolve(new JsonObject { ["$ref"] = reference }));
            }
        }
    }

    [Fact]
    public void Given_the_components_when_counted_then_all_are_used()
    {
        var used = OpenApiDocument.References(OpenApiDocument.Root).ToHashSet();
        var components = OpenApiDocument.Root["components"]!.AsObject()
            .Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject(), (kind, component) => $"#/components/{kind.Key}/{component.Key}");

        Assert.Empty(components.Except(used));
    }

    /// <summary>A component named like a type that is sent has that type's members: names, and which are always there.</summary>
    [Fact]
    public void Given_a_type_that_is_sent_when_described_then_its_members_are_those_of_the_description()
    {
        var compared = 0;
        foreach (var (name, schema) in OpenApiDocument.Schemas)
        {
            if (Sent.Value.GetValueOrDefault(name) is { } type && schema!["properties"] is JsonObject described)
            {
                compared++;
                Assert.True(type["properties"]!.AsObject().Select(member => member.Key).Order().SequenceEqual(described.Select(member => member.Key).Order()), $"{name} has other members than its type.");
            }
        }

        Assert.True(compared > 30);
    }

    [Fact]
    public async Task Given_anybody_when_asking_for_the_description_then_it_is_sent_once()
    {
        var (status, body) = await host.SendAsync("GET", "/api/v1/openapi.json", null);

        Assert.Equal(200, status);
        Assert.Equal("3.1.0", JsonDocument.Parse(body).RootElement.GetProperty("openapi").GetString());
    }

    private static readonly Lazy<Dictionary<string, JsonObject>> Sent = new(() =>
    {
        var found = new Dictionary<string, JsonObject>();
        var options = new JsonSchemaExporterOptions
        {
            TransformSchemaNode = (context, node) =>
            {
                if (node is JsonObject { Count: > 0 } shape && shape["properties"] is JsonObject && !context.TypeInfo.Type.IsGenericType)
                {
                    found[context.TypeInfo.Type.Name] = (JsonObject)shape.DeepClone();
                }

                return node;
            },
        };
        foreach (var listed in typeof(SalesPerfJsonContext).GetCustomAttributesData().Where(attribute => attribute.ConstructorArguments is [{ Value: Type }]))
        {
            SalesPerfJson.Options.GetJsonSchemaAsNode((Type)listed.ConstructorArguments[0].Value!, options);
        }

        return found;
    });

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex SegmentName();

    [GeneratedRegex(@"Those taken: ([\w, ]+)\.")]
    private static partial Regex TakenNames();
}
