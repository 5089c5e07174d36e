namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>A message handed to a receiver, which has it to itself until the lock ends.</summary>
/// <param name="Queue">The queue it came from; of a subscription <c>{topic}/{subscription}</c>.</param>
/// <param name="Id">The broker's number of the message.</param>
/// <param name="Body">As sent.</param>
/// <param name="DeliveryCount">This delivery included: 1 the first time.</param>
/// <param name="Redrives">How often it came back from the dead letters.</param>
/// <param name="EnqueuedAt">When it was sent first.</param>
/// <param name="LockToken">The lock under which it may be completed or abandoned.</param>
public sealed record ReceivedMessage(string Queue, long Id, string Body, int DeliveryCount, int Redrives, DateTimeOffset EnqueuedAt, long LockToken);
