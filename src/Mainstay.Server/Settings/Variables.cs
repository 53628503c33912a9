using System.Text;

namespace Mainstay.Server.Settings;

/// <summary>Replaces <c>${NAME}</c> in values by the environment's; <c>$${</c> stands for <c>${</c>.</summary>
internal sealed class Variables(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The value with what it refers to; a variable that is not set is a fault.</summary>
    public SettingsNode.Scalar Replace(SettingsNode.Scalar scalar, FaultList faults)
    {
        var text = scalar.Text;
        if (!text.Contains("${", StringComparison.Ordinal)) return scalar;
        var result = new StringBuilder();
        var used = false;
        for (var at = 0; at < text.Length;)
        {
            if (text.AsSpan(at).StartsWith("$${"))
            {
                result.Append("${");
                at += 3;
            }
            else if (text.AsSpan(at).StartsWith("${"))
            {
                var end = text.IndexOf('}', at);
                var name = end < 0 ? null : text[(at + 2)..end];
                if (name is null || !IsName(name))
                {
                    faults.Error(scalar, "'${' begins no name of a variable", "write ${NAME}, or $${ for the two characters themselves");
                    return scalar;
                }

                if (!environment.TryGetValue(name, out var value)) faults.Error(scalar, $"the environment has no variable {name}", $"set {name} for the daemon, or write the value here");
                result.Append(value);
                used = true;
                at = end + 1;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return scalar with { Text = result.ToString(), FromEnvironment = used };
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
