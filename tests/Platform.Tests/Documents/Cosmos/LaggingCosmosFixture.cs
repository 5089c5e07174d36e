using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>An account whose replicas lag behind whoever did not write, that ends pages early and wants a plan before each query.</summary>
public sealed class LaggingCosmosFixture : CosmosFixture
{
    protected override LoopbackOptions Options => new() { Consistency = ConsistencyLevel.Session, ReplicaLag = 5, MaxPageItems = 7, RequiresQueryPlans = true };
}
