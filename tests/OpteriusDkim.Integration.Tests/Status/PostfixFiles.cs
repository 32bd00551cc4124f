namespace OpteriusDkim;

/// <summary>Configuration files of a Postfix that isn't running.</summary>
internal static class PostfixFiles
{
    private const string Services = "smtp inet n - n - - smtpd\npickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n";

    /// <summary>Writes main.cf and master.cf for the time of some rows.</summary>
    /// <param name="settings">Lines for main.cf.</param>
    public static T During<T>(Sandbox sandbox, string settings, Func<T> rows)
    {
        var (main, master) = (sandbox.In("main.cf"), sandbox.In("master.cf"));
        File.WriteAllText(main, $"compatibility_level = 3.6\nqueue_directory = {sandbox.In("queue")}\n{settings}\n");
        File.WriteAllText(master, Services);
        try
        {
            return rows();
        }
        finally
        {
            File.Delete(main);
            File.Delete(master);
        }
    }
}
