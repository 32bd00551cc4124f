@{
    RootModule           = 'module/bin/OpteriusDkim.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0e8f6c-3b1a-4c7e-9a53-2f6d0c1b7e48'
    Author               = 'The OpteriusDkim team'
    CompanyName          = 'OpteriusDkim'
    Copyright            = '(c) The OpteriusDkim team. MIT licence.'
    Description          = 'The whole life of DKIM keys on a Linux mail host: generate, publish, verify, sign, rotate.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('module/OpteriusDkim.Types.ps1xml')
    FormatsToProcess     = @('module/OpteriusDkim.Format.ps1xml')
    CmdletsToExport      = @(
        'Compare-DkimStatus'
        'ConvertFrom-DkimRecord'
        'Disable-DkimSigning'
        'Enable-DkimSigning'
        'Export-DkimReport'
        'Get-DkimConfiguration'
        'Get-DkimKey'
        'Get-DkimProvider'
        'Get-DkimRecord'
        'Get-DkimRotation'
        'Get-DkimSigning'
        'Get-DkimStatus'
        'Import-DkimKey'
        'Initialize-DkimSigner'
        'Invoke-DkimRotation'
        'New-DkimKey'
        'Publish-DkimRecord'
        'Register-DkimDomain'
        'Remove-DkimKey'
        'Repair-DkimKeyPermission'
        'Resolve-DkimRecord'
        'Set-DkimConfiguration'
        'Sync-DkimDomain'
        'Test-DkimDns'
        'Test-DkimKeyPermission'
        'Test-DkimSigning'
        'Unpublish-DkimRecord'
        'Unregister-DkimDomain'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('DKIM', 'DNS', 'mail', 'OpenDKIM', 'Rspamd', 'Linux')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
