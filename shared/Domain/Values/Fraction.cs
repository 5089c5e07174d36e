using System.Numerics;

namespace SalesPerf.Domain.Values;

/// <summary>
/// An exact quotient: what is compared with a bound is never rounded first. Every decimal is one. Rounded once, when it is stored or shown.
/// </summary>
public readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private readonly BigInteger above;

    /// <summary>One less than the denominator, so that the default value is 0.</summary>
    private readonly BigInteger belowLessOne;

    private Fraction(BigInteger above, BigInteger below)
    {
        var divisor = BigInteger.GreatestCommonDivisor(above, below);
        if (below.Sign < 0)
        {
            divisor = -divisor;
        }

        this.above = above / divisor;
        belowLessOne = (below / divisor) - 1;
    }

    private BigInteger Below => belowLessOne + 1;

    public static Fraction FromDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var digits = new BigInteger(new decimal(parts[0], parts[1], parts[2], value < 0m, 0));
        return new Fraction(digits, BigInteger.Pow(10, value.Scale));
    }

    public static implicit operator Fraction(decimal value) => FromDecimal(value);

    public static implicit operator Fraction(int value) => new(value, BigInteger.One);

    public static Fraction operator +(Fraction left, Fraction right) => new((left.above * right.Below) + (right.above * left.Below), left.Below * right.Below);

    public static Fraction operator -(Fraction left, Fraction right) => new((left.above * right.Below) - (right.above * left.Below), left.Below * right.Below);

    public static Fraction operator *(Fraction left, Fraction right) => new(left.above * right.above, left.Below * right.Below);

    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Fraction operator /(Fraction left, Fraction right) =>
        right.above.IsZero ? throw new DivideByZeroException() : new(left.above * right.Below, left.Below * right.above);

    public static bool operator ==(Fraction left, Fraction right) => left.Equals(right);

    public static bool operator !=(Fraction left, Fraction right) => !left.Equals(right);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    public static Fraction Min(Fraction left, Fraction right) => left <= right ? left : right;

    public static Fraction Max(Fraction left, Fraction right) => left >= right ? left : right;

    public static Fraction Add(Fraction left, Fraction right) => left + right;

    public static Fraction Subtract(Fraction left, Fraction right) => left - right;

    public static Fraction Multiply(Fraction left, Fraction right) => left * right;

    public static Fraction Divide(Fraction left, Fraction right) => left / right;

    /// <summary>Rounded half away from zero to <paramref name="digits"/> decimals, 0 to 28.</summary>
    /// <exception cref="OverflowException">No decimal is that large.</exception>
    public decimal Rounded(int digits)
    {
        var scale = BigInteger.Pow(10, digits);
        var (whole, rest) = BigInteger.DivRem(BigInteger.Abs(above) * scale, Below);
        whole += rest * 2 >= Below ? BigInteger.One : BigInteger.Zero;
        var (units, decimals) = BigInteger.DivRem(whole, scale);
        var value = (decimal)units + ((decimal)decimals / (decimal)scale);
        return above.Sign < 0 ? -value : value;
    }

    public int CompareTo(Fraction other) => (above * other.Below).CompareTo(other.above * Below);

    public bool Equals(Fraction other) => above == other.above && belowLessOne == other.belowLessOne;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(above, belowLessOne);

    public override string ToString() => Below.IsOne ? $"{above}" : $"{above}/{Below}";
}
