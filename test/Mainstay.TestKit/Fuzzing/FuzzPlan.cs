using System.Globalization;
using System.Security.Cryptography;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Fuzzing;

/// <summary>
/// How long something is tried with random input, and with which. <c>MAINSTAY_SEED</c> begins with a seed again that a failure told,
/// <c>MAINSTAY_FUZZ_SECONDS</c> takes longer than the suite can.
/// </summary>
/// <param name="seconds">How long in the suite.</param>
public sealed class FuzzPlan(double seconds)
{
    public int FirstSeed { get; } = Given("MAINSTAY_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue);

    public TimeSpan Length { get; } = TimeSpan.FromSeconds(Given("MAINSTAY_FUZZ_SECONDS") ?? seconds);

    /// <summary>Seeds, one for each try, until the time is over; at least one.</summary>
    public IEnumerable<int> Seeds()
    {
        var until = Deadline.In(Length);
        var seed = FirstSeed;
        do yield return seed = unchecked(seed + 1) & int.MaxValue;
        while (!until.Passed);
    }

    /// <summary>The words of a failure: how it is found again.</summary>
    public static string Again(int seed) => string.Create(CultureInfo.InvariantCulture, $"again with MAINSTAY_SEED={seed - 1}");

    private static int? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
