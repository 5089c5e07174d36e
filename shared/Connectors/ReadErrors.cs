namespace SalesPerf.Connectors;

/// <summary>Collects every problem of one item, up to a bound that keeps hostile input from growing the answer.</summary>
internal sealed class ReadErrors
{
    private const int Most = 20;
    private readonly List<ReadError> errors = [];

    public bool Any => errors.Count > 0;

    public IReadOnlyList<ReadError> All => errors;

    public void Add(string pointer, string detail)
    {
        if (errors.Count < Most)
        {
            errors.Add(new ReadError(pointer, detail));
        }
    }
}
