using Microsoft.Azure.Cosmos;

namespace SalesPerf.CosmosLoopback;

/// <summary>What an account is like.</summary>
public sealed record LoopbackOptions
{
    /// <summary>The account's default consistency. Reads that are not Strong, by this or because they ask for less, are answered by a replica that lags as far as the session token lets it.</summary>
    public ConsistencyLevel Consistency { get; init; } = ConsistencyLevel.Strong;

    /// <summary>How many commits of its physical partition a replica is behind, when it may be. Default 3.</summary>
    public int ReplicaLag { get; init; } = 3;

    /// <summary>How many physical partitions a new container has. Default 1.</summary>
    public int PhysicalPartitions { get; init; } = 1;

    /// <summary>The most items in one answer to a query; the service ends pages when it likes. Default 1,000.</summary>
    public int MaxPageItems { get; init; } = 1000;

    /// <summary>True when the SDK has to ask for a query plan before each query. Default false: it sends queries of one partition directly.</summary>
    public bool RequiresQueryPlans { get; init; }

    /// <summary>The service's clock, by which documents expire. Default the machine's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The port on 127.0.0.1; 0 is any free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>The account's key, base64. Default one that everyone knows, for an account that only this machine reaches.</summary>
    public string Key { get; init; } = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("an account on this machine only; not a secret, and never one"));
}
