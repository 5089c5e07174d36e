using SalesPerf.Domain.Resources;

namespace SalesPerf.Functions.Directory;

/// <summary>The model with the instant its reading began.</summary>
public sealed record LoadedModel(Model Model, DateTimeOffset LoadedAt)
{
    /// <summary>How long a reading is relied upon, counted to the moment a commit that depends on it is sent.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>True while a commit decided by this may be sent. A clock that went backwards makes it stale.</summary>
    public bool IsFreshAt(DateTimeOffset now) => now >= LoadedAt && now - LoadedAt <= Lifetime;
}
