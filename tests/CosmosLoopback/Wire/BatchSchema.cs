using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>The rows that a transactional batch travels in, as the SDK itself describes them.</summary>
internal static class BatchSchema
{
    private const string Resource = "HybridRowBatchSchemas.json";

    private static readonly Namespace Schemas = Namespace.Parse(Text());

    public static LayoutResolver Resolver { get; } = new LayoutResolverNamespace(Schemas);

    public static Layout Result { get; } = Resolver.Resolve(Schemas.Schemas.Single(schema => schema.Name == "BatchResult").SchemaId);

    private static string Text()
    {
        var assembly = typeof(CosmosClient).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(Resource, StringComparison.Ordinal));
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The SDK has no {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
