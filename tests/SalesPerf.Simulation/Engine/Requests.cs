namespace SalesPerf.Simulation.Engine;

/// <summary>A request over HTTP.</summary>
/// <param name="Function">The function that answers it.</param>
/// <param name="Id">The id, source or period in its route; null when it has none.</param>
/// <param name="Body">JSON.</param>
/// <param name="Type">The body's media type.</param>
/// <param name="Query">Beginning with a question mark, or nothing.</param>
/// <param name="IsFirst">There is nothing to change yet.</param>
/// <param name="Key">Whose it is; the admin's without one.</param>
/// <param name="Bearer">What a sender of webhooks shows; null shows nothing.</param>
internal sealed record Request(
    string Function, string? Id, string Body, string Type = "application/json", string Query = "", bool IsFirst = false, string Key = Instance.AdminKey, string? Bearer = null);

/// <summary>What was answered.</summary>
internal sealed record Answer(int Status, string Text)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>What a run did.</summary>
internal sealed class Counts
{
    public long Calls { get; set; }

    public long Deliveries { get; set; }

    public long Events { get; set; }
}

/// <summary>Something that must always hold does not.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
