namespace SalesPerf.Functions.Pages;

/// <summary>What browsers let a page of ours do.</summary>
internal static class ContentSecurityPolicies
{
    /// <summary>Show itself and its icon: no scripts, nothing loaded, not framed, nothing sent.</summary>
    public const string Page = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
