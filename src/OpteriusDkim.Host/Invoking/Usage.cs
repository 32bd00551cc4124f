namespace OpteriusDkim;

internal static class Usage
{
    public const string Text = """
        Usage: ./dkim 'COMMAND'
               ./dkim -File SCRIPT.ps1 [ARGUMENT ...]
               ./dkim --help

        Runs a PowerShell command line, or a script, with the module OpteriusDkim loaded. What is out of date is built
        first. Objects go to standard output; errors, warnings, verbose text and progress to standard error.

        Examples:
          ./dkim 'Get-Command -Module OpteriusDkim'
          ./dkim 'Get-Help New-DkimKey -Full'
          ./dkim 'New-DkimKey -Domain example.com'
          ./dkim -File rotate.ps1 -Domain example.com

        There are the PowerShell language, Where-Object, ForEach-Object and the commands of the module. For others, such
        as Select-Object and ConvertTo-Json, install pwsh and import OpteriusDkim.psd1 there.

        Exit status: 0; 1 after any error; 2 for a wrong call; what `exit` says; 130, 143 when stopped by a signal.

        """;
}
