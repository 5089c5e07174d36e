using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What the books are kept by.</summary>
public static class BookServices
{
    public static IServiceCollection AddBookkeeping(this IServiceCollection services)
    {
        services.TryAddSingleton<Chain>();
        services.TryAddSingleton<BookPieces>();
        services.TryAddSingleton<ReadPeriods>();
        services.TryAddSingleton<ReadStatement>();
        services.TryAddSingleton<MakeChecklist>();
        services.TryAddSingleton<VerifyChain>();
        services.TryAddSingleton<BookChanges>();
        services.TryAddSingleton<AdjustmentBooks>();
        services.TryAddSingleton<DisputeBooks>();
        services.TryAddSingleton<DisputeIndex>();
        services.TryAddSingleton<ClosedMonths>();
        services.TryAddSingleton<HoldBooks>();
        services.TryAddSingleton<OpenMonths>();
        services.TryAddSingleton<ReopeningBooks>();
        services.TryAddSingleton<KeptTexts>();
        return services;
    }
}
