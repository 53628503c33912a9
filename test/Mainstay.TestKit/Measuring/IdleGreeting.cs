namespace Mainstay.TestKit.Measuring;

/// <summary>What an idle client asked once.</summary>
/// <param name="Question">As it is sent.</param>
/// <param name="Answer">What it must be answered with.</param>
public sealed record IdleGreeting(ReadOnlyMemory<byte> Question, ReadOnlyMemory<byte> Answer);
