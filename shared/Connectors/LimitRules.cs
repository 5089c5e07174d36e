using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Connectors;

/// <summary>What the author of a source's limit should know, given what its provider understands.</summary>
public static class LimitRules
{
    /// <summary>A warning where the limit never applies; empty otherwise.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Source source) =>
        source.Limit is not null && ConnectorRegistry.For(source.Provider) is { LaterStatus: null }
            ? [new("/limit", $"is not used: {source.Provider} does not send again what it is told to send later, so that nothing of it is ever refused for coming too often", IsWarning: true)]
            : [];
}
