namespace Mainstay.TestKit.Writing;

/// <summary>What reading back showed of one writer's writes.</summary>
/// <param name="Lost">Acknowledged and not there.</param>
/// <param name="LostLate">Those of them that were sent after writes had resumed; not told of counters.</param>
/// <param name="Doubled">There more than once.</param>
/// <param name="OutOfOrder">There after a later one.</param>
/// <param name="RefusedButThere">Answered with an error that says it did not run, and there.</param>
public sealed record WriterFindings(long Lost, long LostLate, long Doubled, long OutOfOrder, long RefusedButThere);
