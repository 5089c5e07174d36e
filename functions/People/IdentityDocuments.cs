using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>Where identities are stored: beside the persons, so that a person's own commit claims and releases them.</summary>
public static class IdentityDocuments
{
    public const string Kind = "identity";

    public static string Id(string source, string owner) => $"identity~{Key.Of(source, owner)}";

    public static Document New(Identity identity) =>
        TypedDocuments.New(Partitions.People, Id(identity.Source, identity.Owner), Kind, TypedDocuments.Timeless, identity);
}
