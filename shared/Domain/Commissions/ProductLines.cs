using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>The product lines of a deal: its attributes <c>line.{id}.amount</c>, <c>line.{id}.product</c> and so on. An id has no dot.</summary>
internal static class ProductLines
{
    private const string Prefix = "line.";

    /// <summary>In the order of their ids; each has the deal's attributes too, under its own where both have one.</summary>
    public static IReadOnlyList<CreditLine> Of(CreditLine deal)
    {
        SortedDictionary<string, SortedDictionary<string, string>>? found = null;
        foreach (var (name, value) in deal.Attributes)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.IndexOf('.', Prefix.Length) is var dot && dot > Prefix.Length && dot < name.Length - 1)
            {
                found ??= new(StringComparer.Ordinal);
                var id = name[Prefix.Length..dot];
                if (!found.TryGetValue(id, out var own))
                {
                    found[id] = own = new(StringComparer.Ordinal);
                }

                own[name[(dot + 1)..]] = value;
            }
        }

        return found is null ? [] : [.. found.Values.Select(own => Line(deal, own))];
    }

    private static CreditLine Line(CreditLine deal, SortedDictionary<string, string> own)
    {
        var all = new SortedDictionary<string, string>(deal.Attributes, StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            all[name] = value;
        }

        return deal.Product(MetricNumber.Read(own.GetValueOrDefault("amount")) ?? 0m, MetricNumber.Read(own.GetValueOrDefault("margin")), own, all);
    }
}
