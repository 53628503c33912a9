using System.Globalization;
using System.Security.Cryptography;
using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>No command is lost, doubled or answered out of order, whatever clients do while the primary changes. A seed of <c>MAINSTAY_SEED</c> is done again.</summary>
public sealed class HardMixTests
{
    [Fact]
    public Task A_mix_of_200_clients_outlives_switchovers_and_crashes() => RunAsync(switchovers: 6, crashes: 2);

    [Fact]
    [Trait("Category", "Soak")]
    public Task A_mix_of_200_clients_outlives_30_switchovers_and_10_crashes() => RunAsync(switchovers: 30, crashes: 10);

    private static async Task RunAsync(int switchovers, int crashes)
    {
        var seed = Environment.GetEnvironmentVariable("MAINSTAY_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : RandomNumberGenerator.GetInt32(int.MaxValue);
        await using var up = await UpProcess.StartAsync();
        using var mix = new HardMix(up, seed);
        try
        {
            await mix.RunAsync(switchovers, crashes);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{mix}{Environment.NewLine}{string.Join(Environment.NewLine, mix.Findings.Wrong)}{Environment.NewLine}{late.Message}", late);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{mix}");
        Assert.True(mix.Findings.Wrong.Count == 0, $"{mix}{Environment.NewLine}{string.Join(Environment.NewLine, mix.Findings.Wrong)}");
    }
}
