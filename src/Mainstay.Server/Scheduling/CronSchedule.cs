using Cronos;

namespace Mainstay.Server.Scheduling;

/// <summary>
/// Moments that come again, as cron writes them: minute, hour, day of month, month, day of week, or <c>@daily</c> and its like. Times are those of
/// <see cref="Zone"/>: what a change to summer time leaves out comes right after it, what the change back repeats comes once.
/// </summary>
public sealed class CronSchedule
{
    private readonly CronExpression _expression;

    private CronSchedule(string text, CronExpression expression, TimeZoneInfo zone) => (Text, _expression, Zone) = (text, expression, zone);

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Whose clock it goes by.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads <paramref name="text"/>; false with what is wrong with it, as the rest of a sentence, when it is no expression.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out CronSchedule schedule, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        (schedule, fault) = (null!, "");
        try
        {
            schedule = new CronSchedule(text, CronExpression.Parse(text, CronFormat.Standard), zone);
            return true;
        }
        catch (CronFormatException wrong)
        {
            fault = wrong.Message;
            return false;
        }
    }

    /// <summary>The first moment after <paramref name="moment"/>; null when none comes any more (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset moment) => _expression.GetNextOccurrence(moment, Zone);
}
