namespace Mainstay.Guard.Rules;

/// <summary>Looks for one kind of mistake.</summary>
internal interface IRule
{
    /// <summary>What it is.</summary>
    RuleInfo Info { get; }

    /// <summary>All that it finds in an application's files. Pure.</summary>
    IEnumerable<Finding> Check(Application application);
}
