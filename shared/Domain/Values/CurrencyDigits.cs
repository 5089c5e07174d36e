using System.Collections.Frozen;

namespace SalesPerf.Domain.Values;

/// <summary>Minor units of currencies, by ISO 4217.</summary>
public static class CurrencyDigits
{
    private static readonly FrozenDictionary<string, int> Unusual = new Dictionary<string, int>
    {
        ["BIF"] = 0,
        ["CLP"] = 0,
        ["DJF"] = 0,
        ["GNF"] = 0,
        ["ISK"] = 0,
        ["JPY"] = 0,
        ["KMF"] = 0,
        ["KRW"] = 0,
        ["PYG"] = 0,
        ["RWF"] = 0,
        ["UGX"] = 0,
        ["UYI"] = 0,
        ["VND"] = 0,
        ["VUV"] = 0,
        ["XAF"] = 0,
        ["XOF"] = 0,
        ["XPF"] = 0,
        ["BHD"] = 3,
        ["IQD"] = 3,
        ["JOD"] = 3,
        ["KWD"] = 3,
        ["LYD"] = 3,
        ["OMR"] = 3,
        ["TND"] = 3,
        ["CLF"] = 4,
        ["UYW"] = 4,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Decimals of the currency's smallest unit; 2 for every code not known to differ.</summary>
    public static int Of(string currency) => Unusual.GetValueOrDefault(currency, 2);

    /// <summary>True for three upper-case letters, the form of an ISO 4217 code.</summary>
    public static bool IsCode(string? currency) => currency is { Length: 3 } && !currency.AsSpan().ContainsAnyExceptInRange('A', 'Z');
}
