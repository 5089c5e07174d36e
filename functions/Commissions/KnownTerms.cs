using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Commissions;

/// <summary>The terms people are paid by, found once for each state of the resources: a run asks for the same ones again and again.</summary>
public sealed class KnownTerms
{
    /// <summary>Beyond this many it starts anew.</summary>
    private const int Most = 2_000;

    private readonly ConditionalWeakTable<Model, ConcurrentDictionary<(string Person, string Days), FoundTerms>> known = [];

    /// <param name="model">The resources; they never change.</param>
    /// <param name="person">Whose terms.</param>
    /// <param name="days">Names the period and all of the calendar that terms depend on.</param>
    /// <param name="find">Finds them.</param>
    public FoundTerms Of(Model model, string person, string days, Func<IReadOnlyList<PlanTerms>> find)
    {
        var ofModel = known.GetOrCreateValue(model);
        if (ofModel.TryGetValue((person, days), out var found))
        {
            return found;
        }

        if (ofModel.Count >= Most)
        {
            ofModel.Clear();
        }

        return ofModel[(person, days)] = FoundTerms.Of(find());
    }
}

/// <summary>Terms as found.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Name">Equal for equal terms, and for no others.</param>
public sealed record FoundTerms(IReadOnlyList<PlanTerms> Terms, string Name)
{
    public static FoundTerms Of(IReadOnlyList<PlanTerms> terms) =>
        new(terms, Fingerprint.Of([JsonSerializer.Serialize(terms, TypedDocuments.TypeInfo<IReadOnlyList<PlanTerms>>())]));
}
