using System.Text;

namespace Mainstay.Cli.Tests;

/// <summary>Keeps what is written and lets a test wait until it says something.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _more = New();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_gate)
        {
            _text.Append(value);
            if (value != '\n') return;
            _more.TrySetResult();
            _more = New();
        }
    }

    public async Task SeenAsync(Func<string, bool> wanted)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (wanted(_text.ToString())) return;
                more = _more.Task;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
