using System.Text.Json.Serialization;

namespace SalesPerf.Domain.Forecasts;

/// <summary>A distribution of amounts in units of 10^−digits, ascending; probabilities sum to 1.</summary>
public sealed record Distribution
{
    /// <summary>Decimals of the units; negative where amounts are huge.</summary>
    public required int Digits { get; init; }

    /// <summary>Units and probabilities, packed: see <see cref="PackedAtoms"/>.</summary>
    public required byte[] Packed { get; init; }

    /// <summary>True when outcomes were merged into fewer; the mean is kept.</summary>
    public bool IsThinned { get; init; }

    [JsonIgnore]
    public IReadOnlyList<long> Units => ToAtoms().Values;

    [JsonIgnore]
    public IReadOnlyList<double> Probabilities => ToAtoms().Masses;

    /// <param name="digits">Decimals of the units.</param>
    /// <param name="units">Distinct, ascending.</param>
    /// <param name="probabilities">One for each.</param>
    /// <param name="isThinned">See <see cref="IsThinned"/>.</param>
    public static Distribution Of(int digits, IReadOnlyList<long> units, IReadOnlyList<double> probabilities, bool isThinned) =>
        new() { Digits = digits, Packed = PackedAtoms.Pack(units, probabilities), IsThinned = isThinned };

    internal Atoms ToAtoms() => PackedAtoms.Unpack(Digits, Packed);
}
