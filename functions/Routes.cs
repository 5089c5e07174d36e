namespace SalesPerf.Functions;

/// <summary>Routes that are not plain text.</summary>
public static class Routes
{
    /// <summary>
    /// The page at <c>/</c>. The Functions host takes an empty route for the function's name, and the worker cannot read <c>/</c>;
    /// an optional segment of no length is what both accept.
    /// </summary>
    public const string FirstPage = "{root:maxlength(0)?}";
}
