namespace Mainstay.Cli.Output;

/// <summary>How a verb prints its data.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For scripts: camelCase keys.</summary>
    Json,

    /// <summary>The same with snake_case keys.</summary>
    Yaml,
}
