namespace Mainstay.Guard.Parsing;

/// <summary>In which form a value is written.</summary>
public enum SettingForm
{
    /// <summary>A value of a configuration file.</summary>
    Value,

    /// <summary>A literal (text, number, <c>true</c>, <c>null</c>) in source code.</summary>
    Literal,

    /// <summary>What applies when an environment variable is not set: <c>ENV.fetch("REDIS_URL", "redis://…")</c>, <c>${REDIS_HOST:-…}</c>, <c>process.env.REDIS_URL || "…"</c>.</summary>
    Fallback,

    /// <summary>A reference to something else: a Terraform attribute, <c>!GetAtt</c>, a name in source code.</summary>
    Expression,
}
