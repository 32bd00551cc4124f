# The packages that ./package builds of the current commit: reproducible, installed from a gallery, and on a Debian of its own.
# Uncommitted changes aren't tested.

BeforeDiscovery {
    $Root = (Resolve-Path "$PSScriptRoot/../..").Path
    $null = git -C $Root rev-parse HEAD 2>&1
    $NoGit = $LASTEXITCODE -ne 0 -or -not (Get-Command dpkg-deb, dotnet -ErrorAction Ignore)
    $NoLintian = $NoGit -or -not (Get-Command lintian -ErrorAction Ignore)
    # Mounts need more than root in some containers.
    $null = unshare --mount --pid --fork true 2>&1
    $NoDebian = $NoGit -or (id -u) -ne 0 -or $LASTEXITCODE -ne 0 -or -not (Get-Command debootstrap -ErrorAction Ignore)
}

Describe 'The packages' -Skip:$NoGit {
    BeforeAll {
        $Root = (Resolve-Path "$PSScriptRoot/../..").Path
        # Two folders, with names of different lengths, at the same time.
        $folders = "$TestDrive/a", "$TestDrive/a longer name"
        $builds = foreach ($folder in $folders) {
            git clone --quiet --shared $Root $folder
            Start-Process "$folder/package" -PassThru -RedirectStandardOutput "$folder.out" -RedirectStandardError "$folder.error"
        }
        $builds | Wait-Process
        foreach ($folder in $folders) {
            if (-not (Test-Path "$folder/out/SHA256SUMS")) { throw "./package failed: $(Get-Content -Raw "$folder.out", "$folder.error")" }
        }
        $Out = "$($folders[0])/out"
        $Gallery = Get-Item "$Out/*.nupkg"
        $Debian = Get-Item "$Out/*.deb"
        $Pwsh = (Get-Command pwsh -CommandType Application)[0].Source
    }

    It 'are the same bytes in each folder, and their checksums are right' {
        Get-Content "$($folders[1])/out/SHA256SUMS" | Should -Be (Get-Content "$Out/SHA256SUMS")
        Push-Location $Out
        sha256sum --check --strict --quiet SHA256SUMS | Should -BeNullOrEmpty
        Pop-Location
        (Get-Content "$Out/SHA256SUMS").Count | Should -Be (@(Get-ChildItem $Out -File).Count - 1)
    }

    It 'are small' {
        $Gallery.Length | Should -BeLessThan 7MB
        $Debian.Length | Should -BeLessThan 7MB
    }

    It 'have a manifest with version, addresses and all files' {
        $manifest = Test-ModuleManifest "$Out/OpteriusDkim/OpteriusDkim.psd1"
        $data = (Import-PowerShellDataFile "$Out/OpteriusDkim/OpteriusDkim.psd1").PrivateData.PSData
        $Gallery.BaseName | Should -Be "OpteriusDkim.$($manifest.Version)$(if ($data.Prerelease) { "-$($data.Prerelease)" })"
        $manifest.ProjectUri | Should -BeLike 'https://*'
        $manifest.LicenseUri | Should -BeLike 'https://*'
        $manifest.HelpInfoUri | Should -BeLike 'https://*'
        $manifest.ReleaseNotes | Should -Not -BeNullOrEmpty
        $files = Get-ChildItem "$Out/OpteriusDkim" -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath("$Out/OpteriusDkim", $_) }
        $manifest.FileList | ForEach-Object { [IO.Path]::GetRelativePath("$Out/OpteriusDkim", $_) } | Sort-Object |
            Should -Be ($files | Sort-Object)
        $files | Where-Object { $_ -match '\.(pdb|bash)$|/runtimes/|bin/.*\.xml$' } | Should -BeNullOrEmpty
    }

    It 'name each included package with its licence, in the notices and the bill of materials' {
        $bill = Get-Content -Raw "$Out/*.cdx.json" | ConvertFrom-Json
        $notices = Get-Content -Raw "$Out/OpteriusDkim/THIRD-PARTY-NOTICES.txt"
        $names = Get-ChildItem "$Out/OpteriusDkim/module/bin/isolated/*.dll" -Exclude OpteriusDkim.* | ForEach-Object BaseName
        $bill.bomFormat | Should -Be 'CycloneDX'
        $bill.components.name | Sort-Object | Should -Be ($names | Sort-Object)
        foreach ($component in $bill.components) {
            $component.licenses.license.id | Should -Not -BeNullOrEmpty
            $component.hashes[0].content | Should -Match '^[0-9a-f]{128}$'
            $notices | Should -Match "(?m)^$([regex]::Escape("$($component.name) $($component.version)"))$"
        }
        $references = @($bill.metadata.component.'bom-ref') + $bill.components.'bom-ref'
        $bill.dependencies.ref | Should -Be $references
        $bill.dependencies.dependsOn | Where-Object { $_ -notin $references } | Should -BeNullOrEmpty
    }

    It 'are published to a gallery, found, installed and used as the README shows' {
        $script = @'
$ErrorActionPreference = 'Stop'
$package, $folder = $args
Register-PSResourceRepository -Name local -Uri "$folder/gallery" -Trusted
Publish-PSResource -NupkgPath $package -Repository local
Install-PSResource OpteriusDkim -Repository local -Prerelease -Scope CurrentUser
New-DkimKey example.com -WarningAction Ignore; Test-DkimDns example.com
"INSTALLED $((Get-Module OpteriusDkim).ModuleBase)"
"CMDLETS $((Get-Command -Module OpteriusDkim).Count)"
"HELP $((Get-Help New-DkimKey).Synopsis)"
'@
        # Without .config, NuGet writes its configuration to the current folder.
        $null = New-Item -ItemType Directory "$TestDrive/home/gallery", "$TestDrive/home/.config"
        Set-Content "$TestDrive/gallery.ps1" $script
        @{
            keyDirectory = "$TestDrive/home/keys"; stateDirectory = "$TestDrive/home/state"
            dns = @{ servers = @('127.0.0.1:9'); timeout = '00:00:00.2' }
        } | ConvertTo-Json -Depth 5 | Set-Content "$TestDrive/home/config.json"
        $variables = "HOME=$TestDrive/home", "OPTERIUS_DKIM_CONFIG=$TestDrive/home/config.json", 'NO_COLOR=1', 'PSModulePath='
        $output = env -u XDG_DATA_HOME -u XDG_CONFIG_HOME -u XDG_CACHE_HOME @variables $Pwsh -NoProfile -NonInteractive `
            -File "$TestDrive/gallery.ps1" $Gallery.FullName "$TestDrive/home" 2>&1 | Out-String
        $output | Should -Match "INSTALLED $TestDrive/home/.local/share/powershell/Modules/OpteriusDkim/" -Because $output
        $output | Should -Match 'Name:\s+mail\._domainkey\.example\.com'
        $output | Should -Match 'Key generated'
        $exported = (Import-PowerShellDataFile "$Root/OpteriusDkim.psd1").CmdletsToExport.Count
        $output | Should -Match "CMDLETS $exported\s"
        $output | Should -Match 'HELP Generates'
    }

    It 'satisfy lintian' -Skip:$NoLintian {
        lintian --info --display-info --pedantic --allow-root --fail-on none $Debian.FullName 2>&1 | Out-String | Should -BeNullOrEmpty
    }

    Context 'On a Debian of its own' -Skip:$NoDebian {
        BeforeAll {
            # Made once for each checkout.
            $base = "$Root/.build/debian-root"
            if (-not (Test-Path $base)) {
                Remove-Item -Recurse -Force "$base.new" -ErrorAction Ignore
                debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3 bookworm "$base.new" *> "$Root/.build/debootstrap.log"
                if ($LASTEXITCODE -eq 0) { Move-Item "$base.new" $base }
            }
            $Missing = if (-not (Test-Path $base)) { "debootstrap failed ($Root/.build/debootstrap.log says why)" }
            $packages = New-Item -ItemType Directory "$TestDrive/packages"
            Copy-Item $Debian $packages
            $dotnet = [Environment]::ProcessPath
            $command = if ($dotnet -like '*/pwsh') { $dotnet } else { "$dotnet $PSHOME/pwsh.dll" }
            Set-Content "$packages/pwsh" "#!/bin/sh`nexec $command `"`$@`""
            $output = if (-not $Missing) {
                & "$PSScriptRoot/debian/enter" $base $packages "$PSScriptRoot/debian/life" (Split-Path $dotnet) $PSHOME 2>&1 | Out-String
            }
            $Sections = @{}
            foreach ($section in $output -split '(?m)^== ' | Select-Object -Skip 1) {
                $name, $text = $section -split "`n", 2
                $Sections[$name] = $text.Trim()
            }
        }

        BeforeEach {
            if ($Missing) { Set-ItResult -Skipped -Because $Missing }
        }

        It 'is installed, and says how to get pwsh' {
            $Sections.install | Should -Match 'EXIT 0$' -Because $output
            $Sections.'without-pwsh' | Should -Match 'PowerShell is not installed(.|\n)*learn\.microsoft\.com(.|\n)*EXIT 127$'
        }

        It 'makes the first key with the command of the README' {
            $Sections.'first-key' | Should -Match 'File +/etc/opendkim/keys/example\.com/mail\.private'
            $Sections.'first-key' | Should -Match 'Key generated(.|\n)*EXIT 0'
            $Sections.module | Should -Match '^/usr/share/opterius-dkim/OpteriusDkim\nCompare-DkimStatus\n(.|\n)*EXIT 0$'
        }

        It 'finds the module in a job, and works without a home' {
            $Sections.job, $Sections.'no-home' | Should -Be "example.com`nEXIT 0", "example.com`nEXIT 0"
        }

        It 'has what it promises' {
            $Sections.verify | Should -Be 'EXIT 0'
            $manual = (Import-PowerShellDataFile "$Root/OpteriusDkim.psd1").CmdletsToExport | ForEach-Object { "/usr/share/man/man7/$_.7.gz" }
            $files = $Sections.files -split "`n"
            $manual + '/usr/bin/opterius-dkim', '/usr/share/man/man1/opterius-dkim.1.gz', '/usr/share/doc/opterius-dkim/config.json' +
            '/usr/lib/systemd/system/opterius-dkim-rotate.timer', '/usr/lib/nagios/plugins/check_dkim' | Where-Object { $_ -notin $files } | Should -BeNullOrEmpty
        }

        It 'has timers and a monitoring plugin that run with the paths of the package' {
            $Sections.timer | Should -Match '^DKIM rotation: 0 failed(.|\n)*EXIT 0$'
            $Sections.report | Should -Match 'EXIT 0$'
            $Sections.metrics | Should -Match 'domain="example\.com"'
            $Sections.check | Should -Match '^DKIM (WARNING|CRITICAL): .*example\.com.*\| critical='
        }

        It 'is upgraded, and the keys stay' {
            $Sections.upgrade | Should -Match 'EXIT 0$'
            $Sections.version | Should -Match '99\.0-1\nEXIT 0$'
            $Sections.'key-after-upgrade', $Sections.'key-after-reinstall' | Should -Be "example.com`nEXIT 0", "example.com`nEXIT 0"
        }

        It 'is removed and purged without a trace, but keys, configuration and state stay' {
            $Sections.remove, $Sections.purge | Should -Match 'EXIT 0$'
            $Sections.purge | Should -Not -Match 'not empty'
            $Sections.'left-by-remove', $Sections.'left-by-purge' | Should -Be 'EXIT 0', 'EXIT 0'
            $Sections.'state-after-purge' | Should -Be 'EXIT 0'
            $Sections.'key-after-purge' | Should -Match 'mail\.private'
        }
    }
}
