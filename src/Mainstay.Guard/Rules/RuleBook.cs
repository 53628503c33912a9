namespace Mainstay.Guard.Rules;

/// <summary>All rules.</summary>
public static class RuleBook
{
    private static readonly IRule[] _rules = [];

    /// <summary>What there is to look for, by id.</summary>
    public static IEnumerable<RuleInfo> Rules => _rules.Select(rule => rule.Info);

    /// <summary>All findings in <paramref name="application"/>, by file and place; each place once for a rule.</summary>
    public static IReadOnlyList<Finding> Check(Application application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return
        [
            .. _rules.SelectMany(rule => rule.Check(application))
                .DistinctBy(finding => (finding.Rule.Id, finding.File.Path, finding.Span))
                .OrderBy(finding => finding.File.Path, StringComparer.Ordinal).ThenBy(finding => finding.Span.Start).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal),
        ];
    }
}
