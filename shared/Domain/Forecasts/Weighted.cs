namespace SalesPerf.Domain.Forecasts;

/// <summary>Weighted sums, compensated, so that thousands of terms cost no digit.</summary>
internal static class Weighted
{
    public static double Sum(double[] weights, long[] values)
    {
        var (sum, lost) = (0d, 0d);
        for (var i = 0; i < weights.Length; i++)
        {
            var term = weights[i] * values[i];
            var next = sum + term;
            lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
