namespace OpteriusDkim.Tests;

public sealed class ScriptSafetyTests
{
    private const string Script = "/srv/scripts/publish.ps1";
    private const string Open = "users other than its owner can change";
    private const string OpenFolder = "users other than its owner can write to the folder";
    private const string Strange = "belongs to neither root nor the user who runs it";

    private readonly SimulatedSystem system = new();

    public ScriptSafetyTests() => system.Folder("/srv/scripts", "0755 root:root").File(Script, "0700 root:root");

    [Theory]
    [InlineData("0700 root:root", null)]
    [InlineData("0755 root:shared", null)]
    [InlineData("0600 bob:bob", null)]
    [InlineData("0644 bob:root", null)]
    [InlineData("0720 root:root", Open)]
    [InlineData("0702 root:root", Open)]
    [InlineData("0777 bob:bob", Open)]
    [InlineData("0700 opendkim:root", Strange)]
    public void The_file_is_checked(string status, string? problem) => AssertProblem(problem, system.File(Script, status));

    [Theory]
    [InlineData("0755 root:root", null)]
    [InlineData("0700 bob:bob", null)]
    [InlineData("1777 root:root", null)]
    [InlineData("1770 bob:shared", null)]
    [InlineData("0775 root:root", OpenFolder)]
    [InlineData("0757 bob:bob", OpenFolder)]
    [InlineData("0755 opendkim:root", Strange)]
    [InlineData("1777 opendkim:root", Strange)]
    public void Each_folder_above_it_is_checked(string status, string? problem)
    {
        AssertProblem(problem, system.Folder("/srv/scripts", status));
        AssertProblem(problem, system.Folder("/srv/scripts", "0755 root:root").Folder("/srv", status));
        AssertProblem(problem, system.Folder("/srv", "0755 root:root").Folder("/", status));
    }

    [Theory]
    [InlineData("/etc/publish.ps1", "/srv/scripts/publish.ps1")]
    [InlineData("/etc/publish.ps1", "../srv/./scripts/publish.ps1")]
    [InlineData("/etc/publish.ps1", "more/../../srv/scripts/publish.ps1")]
    [InlineData("/etc/scripts", "/srv/scripts")]
    [InlineData("/etc/scripts", "../srv/scripts")]
    public void The_target_of_a_link_and_the_folder_of_the_link_are_both_checked(string link, string target)
    {
        system.Folder("/etc", "0755 root:root").Folder("/etc/more", "0755 root:root").Link(link, target);
        var script = link.EndsWith(".ps1", StringComparison.Ordinal) ? link : $"{link}/publish.ps1";
        system.File(script, "0700 root:root");
        AssertProblem(null, system, script);

        AssertProblem(Open, system.File(Script, "0720 root:root"), script);
        system.File(Script, "0700 root:root");
        AssertProblem(Strange, system.Folder("/srv/scripts", "0755 opendkim:opendkim"), script);
        system.Folder("/srv/scripts", "0755 root:root");
        AssertProblem(OpenFolder, system.Folder("/etc", "0777 root:root"), script);
        AssertProblem("the link " + link, system.Folder("/etc", "1777 root:root"), script);
    }

    [Fact]
    public void The_folders_between_two_links_count_too() => AssertProblem(
        OpenFolder,
        system.Folder("/etc", "0755 root:root").Folder("/var", "0777 root:root")
            .Link("/etc/publish.ps1", "/var/publish.ps1").Link("/var/publish.ps1", Script).File("/etc/publish.ps1", "0700 root:root"),
        "/etc/publish.ps1");

    [Fact]
    public void A_missing_script_or_one_that_is_not_a_file_is_not_run()
    {
        AssertProblem("it is not a file", system, "/srv/scripts");
        AssertProblem("file not found", system, "/srv/scripts/none.ps1");
    }

    private static void AssertProblem(string? expected, SimulatedSystem system, string script = Script)
    {
        var problem = new ScriptSafety(system, SimulatedSystem.Bob).ProblemOf(script);
        if (expected is null)
        {
            Assert.Null(problem);
        }
        else
        {
            Assert.Contains(expected, problem, StringComparison.Ordinal);
        }
    }
}
