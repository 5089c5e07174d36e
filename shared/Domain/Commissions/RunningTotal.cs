namespace SalesPerf.Domain.Commissions;

/// <summary>A component's running total; several lines of one deal run on within the deal where deals are measured on their own.</summary>
internal sealed class RunningTotal(ComponentMeasure measure)
{
    private readonly Dictionary<(string Source, string Deal), decimal> deals = [];

    public decimal Total { get; private set; }

    public void Add(CreditLine line, decimal credit)
    {
        if (measure.Schedule is not null)
        {
            Total += credit;
        }
        else
        {
            var before = deals.GetValueOrDefault((line.Source, line.Deal));
            deals[(line.Source, line.Deal)] = before + credit;
            Total += measure.Added(before + credit) - measure.Added(before);
        }
    }
}
