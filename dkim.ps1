# Run by ./dkim in pwsh. Loads the module, then runs a command or a script; without either the session is interactive.
# It ends with the exit code that the command or script gives, else with 1 after any error, else with 0.

# ./dkim starts pwsh with a home of its own where the caller has none.
if (Test-Path env:DKIM_CALLER_HOME) {
    if ($env:DKIM_CALLER_HOME) { $env:HOME = $env:DKIM_CALLER_HOME } else { Remove-Item env:HOME }
    Remove-Item env:DKIM_CALLER_HOME
}
if ([Console]::IsErrorRedirected) { $PSStyle.OutputRendering = 'PlainText' }
Import-Module "$PSScriptRoot/OpteriusDkim.psd1" -ErrorAction Stop
if (-not $args) { return }

# Shows objects and errors as the console does, each when it comes, and remembers whether there was an error.
function Show-Output {
    [CmdletBinding()]
    param([Parameter(ValueFromPipeline)] $Object)

    begin {
        $console = { Out-Default }.GetSteppablePipeline()
        $console.Begin($true)
    }
    process {
        if ($_ -is [System.Management.Automation.ErrorRecord]) {
            # What a program writes to standard error need not be an error.
            if ($_.FullyQualifiedErrorId -like 'NativeCommandError*') { [Console]::Error.WriteLine("$_"); return }
            $script:failed = $true
        }
        # pwsh writes warnings and verbose text to standard output; in a file they would be among the objects.
        if ([Console]::IsOutputRedirected -and $_ -is [System.Management.Automation.InformationalRecord]) {
            [Console]::Error.WriteLine("$($_.GetType().Name.Replace('Record', '').ToUpperInvariant()): $_")
            return
        }
        try { $console.Process($_) }
        catch {
            [Console]::Error.WriteLine("dkim: the output can't be written: $($_.Exception.GetBaseException().Message)")
            exit 1
        }
    }
    end { $hasEnded = $true }
    # Also when the command throws or is stopped: an object that still waits for its table is shown.
    clean {
        try { $console.End() } catch { $script:failed = $true }
        if (-not $hasEnded) { $Host.SetShouldExit(130) }
    }
}

$option, $run, $rest = $args
$switches = @{}
$arguments = @()
if ($option -eq '-Command') {
    try { $run = [scriptblock]::Create($run) }
    catch {
        [Console]::Error.WriteLine("dkim: $($_.Exception.InnerException.Message)")
        exit 1
    }
}
# pwsh hands over -Name:$false as a name and a truth value.
foreach ($argument in $rest) {
    if ($argument -is [bool]) {
        $switches[$arguments[-1].TrimStart('-')] = $argument
        $arguments = @($arguments | Select-Object -SkipLast 1)
    }
    else { $arguments += $argument }
}
$failed = $false
$isPiped = [Console]::IsInputRedirected -and [IO.File]::ResolveLinkTarget('/proc/self/fd/0', $false).FullName -ne '/dev/null'
if ($isPiped) {
    $input | & $run @arguments @switches 2>&1 3>&1 4>&1 5>&1 | Show-Output
}
else {
    & $run @arguments @switches 2>&1 3>&1 4>&1 5>&1 | Show-Output
}
# A script that ends with exit other than 0, or that can't be run, makes $? false.
exit $? ? [int]$failed : $LASTEXITCODE ?? 1
