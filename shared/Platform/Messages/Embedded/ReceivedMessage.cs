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

/// <summary>What is in a queue.</summary>
/// <param name="Queue">Its name; of a subscription <c>{topic}/{subscription}</c>.</param>
/// <param name="Ready">Messages a receiver would get now.</param>
/// <param name="Scheduled">Messages that wait for their time, or for their pause after a failure.</param>
/// <param name="Locked">Messages a receiver works on.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestAge">How long ago the oldest message, dead letters not counted, was sent; null when there is none.</param>
public sealed record QueueStatistics(string Queue, long Ready, long Scheduled, long Locked, long Dead, TimeSpan? OldestAge);
