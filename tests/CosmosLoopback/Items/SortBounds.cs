namespace SalesPerf.CosmosLoopback.Items;

/// <summary>A range of <c>sort</c>.</summary>
internal sealed record SortBounds(string From, bool IncludesFrom, string To, bool IncludesTo)
{
    /// <summary>Above every text that a key can be.</summary>
    public const string Top = "\U0010ffff\U0010ffff\U0010ffff\U0010ffff";

    public static readonly SortBounds All = new("", true, Top, true);

    public bool Contains(string sort)
    {
        var (above, below) = (Utf8Order.Compare(sort, From), Utf8Order.Compare(sort, To));
        return (above > 0 || (above == 0 && IncludesFrom)) && (below < 0 || (below == 0 && IncludesTo));
    }
}
