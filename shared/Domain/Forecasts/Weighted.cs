namespace SalesPerf.Domain.Forecasts;

/// <summary>Weighted sums, compensated, so that thousands of terms cost no digit.</summary>
internal static class Weighted
{
    /// <summary>Σ weight × (value − <paramref name="from"/>).</summary>
    public static double Sum(double[] weights, long[] values, long from)
    {
        var (sum, lost) = (0d, 0d);
        for (var i = 0; i < weights.Length; i++)
        {
            var term = weights[i] * (values[i] - from);
            var next = sum + term;
            lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
