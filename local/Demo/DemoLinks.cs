using SalesPerf.Functions.Pages;

namespace SalesPerf.Local.Demo;

/// <summary>What the first page shows of the sample organisation.</summary>
internal sealed class DemoLinks(string key) : IHomePageLinks
{
    private volatile string? progress = "The sample organisation is being loaded";

    public string Title => "Sample organisation";

    public string? Progress
    {
        get => progress;
        set => progress = value;
    }

    public string? Key => key;

    public string? Person => IsLoaded ? "r-07" : null;

    public string? Team => IsLoaded ? "emea" : null;

    public string? Manager => IsLoaded ? "m-emea" : null;

    private bool IsLoaded => progress is null;
}
