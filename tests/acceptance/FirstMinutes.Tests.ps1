# The first steps of an ordinary user, with and without a home folder, in pwsh run as nobody.

BeforeDiscovery {
    $NoOtherUser = (id -u) -ne 0 -or -not (Get-Command setpriv -ErrorAction Ignore)
}

Describe 'An ordinary user' -Skip:$NoOtherUser {
    BeforeAll {
        $Manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
        $Pwsh = (Get-Command pwsh -CommandType Application)[0].Source
        $Folder = "/srv/opterius-dkim-first-$PID"
        $null = New-Item -ItemType Directory $Folder, "$Folder/home", "$Folder/data"
        chown nobody:nogroup "$Folder/home" "$Folder/data"

        # Runs a script as nobody with only these variables, and returns its lines.
        function Invoke-AsNobody {
            param([string] $Script, [hashtable] $Environment = @{})

            $variables = @("PATH=$env:PATH", 'NO_COLOR=1', 'POWERSHELL_TELEMETRY_OPTOUT=1')
            $variables += if ($env:DOTNET_ROOT) { "DOTNET_ROOT=$env:DOTNET_ROOT" }
            $variables += $Environment.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }
            $command = "Import-Module '$Manifest'; try { $Script } catch { `"`$(`$_.FullyQualifiedErrorId.Split(',')[0]) `$(`$_.CategoryInfo.Category) `$_ `$(`$_.ErrorDetails.RecommendedAction)`" }"
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ErrorActionPreference = 'Stop'; $command"))
            Push-Location /
            setpriv --reuid=nobody --regid=nogroup --clear-groups env -i @variables $Pwsh -NoProfile -NonInteractive -EncodedCommand $encoded 2>$null
            Pop-Location
        }
    }

    AfterAll {
        Remove-Item -Recurse -Force $Folder
    }

    It 'creates a key in its own store, without any option' {
        Invoke-AsNobody '(New-DkimKey example.com).PrivateKeyPath' @{ HOME = "$Folder/home" } |
            Should -Be "$Folder/home/.local/share/opterius-dkim/keys/example.com/mail.private"
        Test-Path "$Folder/home/.local/state/opterius-dkim" | Should -BeTrue
        Invoke-AsNobody '(Get-DkimKey).Domain' @{ HOME = "$Folder/home" } | Should -Be 'example.com'
        Invoke-AsNobody "(Get-DkimConfiguration keyDirectory, stateDirectory).Source" @{ HOME = "$Folder/home" } | Should -Be 'default', 'default'
    }

    It 'has its store where XDG_DATA_HOME and XDG_STATE_HOME say' {
        $environment = @{ XDG_DATA_HOME = "$Folder/data"; XDG_STATE_HOME = "$Folder/data/state" }
        Invoke-AsNobody '(New-DkimKey example.com -Algorithm Ed25519 -WarningAction Ignore).PrivateKeyPath' $environment |
            Should -Be "$Folder/data/opterius-dkim/keys/example.com/mail.private"
        Test-Path "$Folder/data/state/opterius-dkim" | Should -BeTrue
    }

    It '<_> without a home names -KeyDirectory and the settings' -ForEach 'New-DkimKey example.com', 'Get-DkimKey', 'Test-DkimDns example.com', 'Test-DkimDns *', 'Get-DkimRecord *' {
        foreach ($environment in @{}, @{ HOME = '/nonexistent' }) {
            $said = Invoke-AsNobody $_ $environment
            $said | Should -BeLike 'NoHomeFolder ObjectNotFound *'
            $said | Should -Match '-KeyDirectory'
            $said | Should -Match 'keyDirectory and stateDirectory'
            $said | Should -Not -Match 'cannot be null'
        }
    }

    It 'works without a home where -KeyDirectory is given' {
        Invoke-AsNobody "(New-DkimKey example.net -Algorithm Ed25519 -KeyDirectory $Folder/data/keys -WarningAction Ignore).PrivateKeyPath" |
            Should -Be "$Folder/data/keys/example.net/mail.private"
        Invoke-AsNobody "(Get-DkimKey -KeyDirectory $Folder/data/keys).Domain" | Should -Be 'example.net'
        Invoke-AsNobody "New-DkimKey example.net -KeyDirectory $Folder/data/keys" | Should -BeLike 'KeyExists ResourceExists *'
    }

    It 'is told that a folder of keys does not exist' {
        Invoke-AsNobody 'Test-DkimDns * -Quiet -KeyDirectory /nope' @{ HOME = "$Folder/home" } | Should -BeLike 'StoreMissing ObjectNotFound *'
    }
}
