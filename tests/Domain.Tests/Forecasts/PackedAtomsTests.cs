using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Forecasts;

namespace SalesPerf.Domain.Tests.Forecasts;

public sealed class PackedAtomsTests
{
    // 2^-48, and what adding up a thousand doubles is off by.
    private const double Step = 4e-15;

    [Fact]
    public void Given_any_atoms_when_packed_then_values_stay_and_probabilities_do_but_for_their_last_digits()
    {
        var amounts = Gen.Choose(-1_000_000_000, 1_000_000_000).Select(value => value * 1_000_003L);
        var atoms =
            from count in Gen.Choose(1, 1_024)
            from values in amounts.ArrayOf(count)
            from weights in Gen.Choose(1, 1_000_000).ArrayOf(count)
            select (Units: values.Distinct().Order().ToArray(), Weights: weights);
        Prop.ForAll(Arb.From(atoms), original =>
        {
            var weights = original.Weights.Take(original.Units.Length).ToArray();
            double[] probabilities = [.. weights.Select(weight => weight / (double)weights.Sum(one => (long)one))];
            var back = Distribution.Of(2, original.Units, probabilities, isThinned: false);
            return back.Units.SequenceEqual(original.Units)
                && back.Probabilities.Zip(probabilities).All(pair => Math.Abs(pair.First - pair.Second) <= Step)
                && Math.Abs(back.Probabilities.Sum() - 1d) <= 2 * Step;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(9_000_000_000_000_000L)]
    [InlineData(-9_000_000_000_000_000L)]
    public void Given_one_certain_amount_when_packed_then_it_stays_certain(long units)
    {
        var back = Distribution.Of(-3, [units], [1d], isThinned: false);
        Assert.Equal([units], back.Units);
        Assert.Equal([1d], back.Probabilities);
    }

    [Fact]
    public void Given_an_atom_of_next_to_nothing_when_packed_then_it_is_left_out() =>
        Assert.Equal([1L, 3L], Distribution.Of(0, [1L, 2L, 3L], [0.5, 1e-17, 0.5], isThinned: false).Units);
}
