# Install the setup silently, try the program, look, install over it, remove it; what the reader wrote has to stay until
# it is asked for too. Pictures go to build\package\pictures.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$setup = (Get-Item dist\hiitreader-*-setup.exe).FullName
$folder = "$env:LOCALAPPDATA\Programs\hiitreader"
$data = "$env:LOCALAPPDATA\hiitreader"
$classes = "HKCU:\Software\Classes"
$entry = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\hiitreader"
$menu = "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\hiitreader.lnk"
$pictures = New-Item -ItemType Directory -Force build\package\pictures

function Invoke-Quietly {
    param([string]$Program, [string[]]$Words)
    $ran = Start-Process $Program $Words -Wait -PassThru
    if ($ran.ExitCode) { throw "$Program failed: $($ran.ExitCode)" }
}
function Invoke-Reader {
    & "$folder\hiitreader-cli.exe" @args
    if ($LASTEXITCODE) { throw "hiitreader $args failed: $LASTEXITCODE" }
}
function Assert-That {
    param([bool]$Holds, [string]$Otherwise)
    if (-not $Holds) { throw $Otherwise }
}
function Show-Window {
    # the title of the article is in the title of the window once it is shown
    param([string]$Name, [string]$Title, [string[]]$Words = @())
    $start = @{ FilePath = "$folder\hiitreader.exe"; PassThru = $true }
    if ($Words) { $start.ArgumentList = $Words }
    $window = Start-Process @start
    foreach ($second in 1..60) {
        Start-Sleep 1
        $window.Refresh()
        if ($window.MainWindowTitle -like "*$Title*") { break }
    }
    Start-Sleep 3
    Add-Type -AssemblyName System.Windows.Forms, System.Drawing
    $screen = [System.Windows.Forms.Screen]::PrimaryScreen.Bounds
    $picture = New-Object System.Drawing.Bitmap $screen.Width, $screen.Height
    [System.Drawing.Graphics]::FromImage($picture).CopyFromScreen(0, 0, 0, 0, $picture.Size)
    $picture.Save("$pictures\windows-$Name.png")
    $window.Refresh()
    Assert-That ($window.MainWindowTitle -like "*$Title*") "no article on the screen, but: $($window.MainWindowTitle)"
    $over = Start-Process $setup "/S" -Wait -PassThru
    Assert-That ($over.ExitCode -eq 3) "a setup over a program that is open ended with $($over.ExitCode)"
    $null = $window.CloseMainWindow()
    Assert-That ($window.WaitForExit(30000)) "the window does not close"
}
function Remove-Program {
    # the uninstaller goes on from a copy of itself, so that it can remove itself too
    param([string[]]$Words)
    Invoke-Quietly "$folder\uninstall.exe" $Words
    foreach ($second in 1..60) { if (Test-Path $folder) { Start-Sleep 1 } }
    Assert-That (-not (Test-Path $folder)) "left: $folder"
    foreach ($left in $menu, $entry, "HKCU:\Software\hiitreader", "$classes\hiitreader.md", "$classes\hiitreader.html") {
        Assert-That (-not (Test-Path $left)) "left: $left"
    }
}

Invoke-Quietly $setup @("/S")
Assert-That (Test-Path $menu) "not in the Start menu"
foreach ($extension in ".md", ".html") {
    $offered = (Get-Item "$classes\$extension\OpenWithProgids").GetValueNames()
    Assert-That ($offered -contains "hiitreader$extension") "not offered for $extension"
    Assert-That ((Get-Item "$classes\$extension").GetValue("") -notlike "hiitreader*") "$extension was seized"
}
Invoke-Reader --self-test
Invoke-Reader reply --name Ada --email ada@example.org --comment "Kept."
Show-Window "first" "HIIT"
Invoke-Quietly $setup @("/S")
Assert-That ((Invoke-Reader outbox list --json) -join "" -like "*Kept.*") "the reply is gone after installing over"
$file = Join-Path $env:TEMP "Ein Gruß.md"
Set-Content -Encoding utf8 $file "# Opened from a file`n`nWords.`n"
Show-Window "opened" "Opened from a file" @("`"$file`"")
Remove-Program @("/S")
Assert-That (Test-Path $data) "uninstalling took what the reader wrote along"
Invoke-Quietly $setup @("/S")
Remove-Program @("/S", "/ERASE=1")
Assert-That (-not (Test-Path $data)) "asked to erase what the reader wrote, and left it"
Write-Output "Installed, used, looked at, installed over, removed; the reply stayed until it was to go."
