using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>A kind of resource: where it is stored, how it is checked, where it stands in the model.</summary>
/// <param name="Partition">The partition that holds them all, one document per resource with all its versions.</param>
/// <param name="Kind">The documents' kind, and the name of the JSON Schema.</param>
public sealed record ResourceKind<T>(string Partition, string Kind)
    where T : class
{
    /// <summary>Path below <c>/api/v1/</c>. A single resource has no id in its path.</summary>
    public required string Path { get; init; }

    /// <summary>True for the settings: one resource, whose id is <c>default</c>.</summary>
    public bool IsSingle { get; init; }

    public required Func<T, string> IdOf { get; init; }

    public required Func<Model, IReadOnlyDictionary<string, Resource<T>>> In { get; init; }

    public required Func<Model, IReadOnlyDictionary<string, Resource<T>>, Model> Into { get; init; }

    /// <summary>Problems beyond the schema, given a model that holds the content from a day on.</summary>
    public required Func<T, Model, DateOnly, IReadOnlyList<FieldProblem>> Rules { get; init; }

    /// <summary>What reading one, or the list, asks for; where nothing is said, to read everything. Versions are read with it only where all may see all.</summary>
    public AccessAction Reading { get; init; } = AccessAction.ReadResources;

    /// <summary>Whom or what a content is about, where not everybody who may ask sees all.</summary>
    public Func<T, AccessTarget>? About { get; init; }

    /// <summary>What of it those see who may read neither everything nor are the person it is about; null is all of it.</summary>
    public Func<T, T>? Outside { get; init; }

    /// <summary>True where a version is in force only once somebody approved it; whoever may put it in force alone approves it by that.</summary>
    public bool IsApproved { get; init; }

    /// <summary>True for content that is held against others of its kind: a model some seconds old could let a circle pass.</summary>
    public Func<T, bool> NeedsFreshModel { get; init; } = _ => false;

    /// <summary>
    /// Contents of the same group are held against each other and never written at once: each write replaces the group's document, so that two of them cannot
    /// both have been checked without the other. Null is in no group.
    /// </summary>
    public Func<T, string?> Group { get; init; } = _ => null;

    /// <summary>The model with some of this kind replaced or added.</summary>
    public Model With(Model model, params ReadOnlySpan<Resource<T>> resources)
    {
        var all = new Dictionary<string, Resource<T>>(In(model), StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            all[resource.Id] = resource;
        }

        return Into(model, all);
    }

    public Document Document(Resource<T> resource) =>
        TypedDocuments.New(Partition, Key.Of(resource.Id), Kind, TypedDocuments.Timeless, resource);

    /// <summary>Beside the resources: no id of a resource holds a <c>~</c>.</summary>
    public string? GroupId(T? content) => content is not null && Group(content) is { } group ? $"group~{Key.Component(group)}" : null;

    public Document GroupDocument(string id, string last) => TypedDocuments.New(Partition, id, "group", TypedDocuments.Timeless, new ResourceGroup(last));

    /// <summary>Where a resource is read.</summary>
    public string Location(string id) => IsSingle ? $"/api/v1/{Path}" : $"/api/v1/{Path}/{id}";
}

/// <summary>A group of resources that are held against each other.</summary>
/// <param name="Last">The resource of it that was written last.</param>
public sealed record ResourceGroup(string Last);
