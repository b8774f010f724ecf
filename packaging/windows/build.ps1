# Build the Windows setup, dist\hiitreader-VERSION-setup.exe, on Windows with Python and NSIS.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$version = (Select-String -Path src\hiitreader\__init__.py -Pattern '^__version__ = "(.*)"$').Matches[0].Groups[1].Value
$env:SOURCE_DATE_EPOCH = (git log -1 --format=%ct)
$env:PYTHONHASHSEED = "1"
$env:PYTHONUTF8 = "1"
function Invoke-Checked { param([string]$Program, [string[]]$Words) & $Program @Words; if ($LASTEXITCODE) { throw "$Program failed: $LASTEXITCODE" } }

$venv = "build\package\venv"
if (-not (Test-Path "$venv\Scripts\python.exe")) { Invoke-Checked python @("-m", "venv", $venv) }
$python = "$venv\Scripts\python.exe"
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements\build.txt")
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--no-build-isolation", "--require-hashes", "-r", "requirements\package.txt")
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps", "--editable", ".")
Invoke-Checked $python @("packaging\icons.py")

Invoke-Checked $python @("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "--distpath", "build\frozen", "--workpath", "build\frozen-work", "packaging\hiitreader.spec")
Invoke-Checked build\frozen\hiitreader\hiitreader-cli.exe @("--self-test")

New-Item -ItemType Directory -Force dist | Out-Null
$nsis = (Get-Command makensis -ErrorAction SilentlyContinue).Source
if (-not $nsis) { $nsis = "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
$root = (Get-Location).Path
Invoke-Checked $nsis @("/V2", "/INPUTCHARSET", "UTF8", "/DVERSION=$version", "/DFROZEN=$root\build\frozen\hiitreader", "/DICON=$root\build\icons\hiitreader.ico", "/DOUT=$root\dist\hiitreader-$version-setup.exe", "packaging\windows\hiitreader.nsi")
Get-Item dist\*.exe
