using System.Numerics;

namespace SalesPerf.Domain.Forecasts;

/// <summary>Arithmetic on runs of probabilities, several at a time. Each element is computed alone, so the width of the machine changes no bit.</summary>
internal static class Masses
{
    /// <summary>Less probability than this is dropped: it moves no figure, and ever smaller ones would slow everything down.</summary>
    public const double Nothing = 1e-30;

    /// <summary>Drops what is next to nothing, and writes what is left times <paramref name="scale"/>; both may be the same array.</summary>
    public static void Scale(double[] masses, double scale, double[] onto)
    {
        var i = 0;
        var (scales, nothing) = (new Vector<double>(scale), new Vector<double>(Nothing));
        for (; i <= masses.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var some = new Vector<double>(masses, i);
            some = Vector.ConditionalSelect(Vector.LessThan(some, nothing), Vector<double>.Zero, some);
            some.CopyTo(masses, i);
            (some * scales).CopyTo(onto, i);
        }

        for (; i < masses.Length; i++)
        {
            masses[i] = masses[i] < Nothing ? 0d : masses[i];
            onto[i] = masses[i] * scale;
        }
    }

    /// <summary>Adds masses × scale to as many others.</summary>
    public static void AddScaled(ReadOnlySpan<double> masses, double scale, Span<double> onto)
    {
        var i = 0;
        var scales = new Vector<double>(scale);
        for (; i <= masses.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(onto[i..]) + (new Vector<double>(masses[i..]) * scales)).CopyTo(onto[i..]);
        }

        for (; i < masses.Length; i++)
        {
            onto[i] += masses[i] * scale;
        }
    }
}
