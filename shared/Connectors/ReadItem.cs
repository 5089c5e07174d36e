using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors;

/// <summary>What became of one item of a request. An item that means several activities appears several times under its index.</summary>
/// <param name="Index">Position in the request, from 0.</param>
public abstract record ReadItem(int Index);

/// <summary>The item is an activity.</summary>
public sealed record ReadActivity(int Index, Activity Activity) : ReadItem(Index);

/// <summary>The item can never become an activity as it stands.</summary>
public sealed record RejectedItem(int Index, IReadOnlyList<ReadError> Errors) : ReadItem(Index);

/// <summary>The item is understood and means nothing here. It counts as accepted: the sender has nothing to repair.</summary>
public sealed record IgnoredItem(int Index, string Reason) : ReadItem(Index);

/// <summary>One problem.</summary>
/// <param name="Pointer">RFC 6901, inside the item; empty for the whole.</param>
/// <param name="Detail">What is wrong, for a person.</param>
public sealed record ReadError(string Pointer, string Detail);
