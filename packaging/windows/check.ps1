# Install the setup silently, try the program, install over it, remove it; what the reader wrote has to stay.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$setup = (Get-Item dist\hiitreader-*-setup.exe).FullName
$folder = "$env:LOCALAPPDATA\Programs\hiitreader"
function Invoke-Quietly { param([string]$Program, [string[]]$Words) $ran = Start-Process $Program $Words -Wait -PassThru; if ($ran.ExitCode) { throw "$Program failed: $($ran.ExitCode)" } }
function Invoke-Reader { & "$folder\hiitreader-cli.exe" @args; if ($LASTEXITCODE) { throw "hiitreader $args failed: $LASTEXITCODE" } }

Invoke-Quietly $setup @("/S")
Invoke-Reader --self-test
Invoke-Reader reply --name Ada --email ada@example.org --comment "Kept."
Invoke-Quietly $setup @("/S")
if (-not ((Invoke-Reader outbox list --json) -join "" | Select-String "Kept\.")) { throw "the reply is gone after installing over" }
if (-not (Test-Path "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\hiitreader.lnk")) { throw "not in the Start menu" }
Invoke-Quietly "$folder\uninstall.exe" @("/S", "_?=$folder")
Remove-Item -ErrorAction SilentlyContinue "$folder\uninstall.exe"
if (Test-Path "$folder\_internal") { throw "left: $folder" }
if (Test-Path "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\hiitreader") { throw "the entry for uninstalling is left" }
if (-not (Test-Path "$env:LOCALAPPDATA\hiitreader")) { throw "uninstalling took what the reader wrote along" }
Write-Output "Installed, used, installed over, removed; the reply stayed."
