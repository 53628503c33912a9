namespace Mainstay.TestKit.Processes;

/// <summary>How a program ended.</summary>
/// <param name="Status">Exit status; 128 + signal when killed.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record ProcessResult(int Status, string Output, string Errors)
{
    public override string ToString() => $"exit {Status}{Environment.NewLine}output: {Output}{Environment.NewLine}errors: {Errors}";
}
