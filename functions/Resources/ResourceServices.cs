using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources;

/// <summary>Registers resources and people.</summary>
public static class ResourceServices
{
    /// <summary>Needs an <c>IDocumentStore</c>, an <c>IMessageBus</c>, a <see cref="TimeProvider"/>, Data Protection and access.</summary>
    public static IServiceCollection AddResources(this IServiceCollection services)
    {
        services.AddDirectory();
        services.TryAddSingleton<Command>();
        services.TryAddSingleton<PersonIdentities>();
        services.TryAddSingleton<StandIns>();
        services.TryAddSingleton<People.Erasure.RunningErasures>();
        services.TryAddSingleton<OwnerReadings>();
        services.TryAddSingleton<ChangeResource>();
        services.TryAddSingleton<ResourceRoutes>();
        services.TryAddSingleton<Plans.PlanDrafts>();
        services.TryAddSingleton<Plans.ReplayPlan>();
        services.TryAddSingleton<PeopleImport>();
        services.TryAddSingleton<People.Erasure.PersonErasures>();
        services.TryAddSingleton<People.Erasure.IdentityErasure>();
        services.TryAddSingleton<People.Erasure.ErasedMessages>();
        services.TryAddSingleton<People.Erasure.ErasureSweep>();
        services.TryAddSingleton<Schemas.SchemaAnswers>();
        return services;
    }
}
