; The Windows setup: for one person, without an administrator. packaging/windows/build.ps1 calls it:
;
;   makensis /DVERSION=0.1.0 /DFROZEN=build\frozen\hiitreader /DICON=build\icons\hiitreader.ico /DOUT=dist\NAME.exe
;
; /S installs without asking, /D=FOLDER elsewhere; uninstall.exe /S /ERASE=1 erases what the reader wrote too. It never
; takes a file type from another program: it only offers itself in "Open with". Exit codes: 0 done, 1 called off,
; 2 failed, 3 the program is open, 4 this Windows is too old.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off ; the same files make the same setup, whenever they were written
RequestExecutionLevel user
ManifestDPIAware true

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

!define NAME "hiitreader"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASSES "Software\Classes"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Setup of ${NAME}"
VIAddVersionKey LegalCopyright "The hiitreader authors"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\hiitreader.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
; the language of the system is taken, English where there is no other
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
LangString ALSO_ERASE ${LANG_ENGLISH} "Erase my replies and settings too"
LangString ALSO_ERASE ${LANG_GERMAN} "Auch meine Antworten und Einstellungen löschen"
LangString IN_USE ${LANG_ENGLISH} "hiitreader is open. Close it and try again."
LangString IN_USE ${LANG_GERMAN} "hiitreader ist offen. Bitte schließen und erneut versuchen."
LangString TOO_OLD ${LANG_ENGLISH} "hiitreader needs Windows 10, version 1809, or later."
LangString TOO_OLD ${LANG_GERMAN} "hiitreader braucht Windows 10, Version 1809, oder neuer."
LangString MARKDOWN ${LANG_ENGLISH} "Markdown article"
LangString MARKDOWN ${LANG_GERMAN} "Markdown-Artikel"
LangString HTML ${LANG_ENGLISH} "HTML article"
LangString HTML ${LANG_GERMAN} "HTML-Artikel"

!macro MustNotRun PROGRAM
  ; a program that runs can't be written to
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(IN_USE)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro Offer EXTENSION WORDS
  WriteRegStr HKCU "${CLASSES}\${NAME}${EXTENSION}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${NAME}${EXTENSION}\DefaultIcon" "" "$INSTDIR\hiitreader.exe,0"
  WriteRegStr HKCU "${CLASSES}\${NAME}${EXTENSION}\shell\open\command" "" '"$INSTDIR\hiitreader.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\${EXTENSION}\OpenWithProgids" "${NAME}${EXTENSION}" ""
!macroend
!macro un.Offer EXTENSION
  DeleteRegKey HKCU "${CLASSES}\${NAME}${EXTENSION}"
  DeleteRegValue HKCU "${CLASSES}\${EXTENSION}\OpenWithProgids" "${NAME}${EXTENSION}"
  ; these two go only where nobody else has anything in them
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\${EXTENSION}\OpenWithProgids"
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\${EXTENSION}"
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Section "${NAME}"
  SetShellVarContext current
  !insertmacro MustNotRun "hiitreader.exe"
  !insertmacro MustNotRun "hiitreader-cli.exe"
  ${If} ${FileExists} "$INSTDIR\hiitreader.exe"
    RMDir /r "$INSTDIR\_internal" ; nothing of an earlier version stays
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FROZEN}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\hiitreader.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\hiitreader.exe"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "The hiitreader authors"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" $0
  !insertmacro Offer ".md" "$(MARKDOWN)"
  !insertmacro Offer ".html" "$(HTML)"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "un.${NAME}"
  SectionIn RO
  SetShellVarContext current
  !insertmacro MustNotRun "hiitreader.exe"
  !insertmacro MustNotRun "hiitreader-cli.exe"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\hiitreader.exe"
  Delete "$INSTDIR\hiitreader-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays when something of the reader's own is in it
  DeleteRegKey HKCU "${ENTRY}"
  DeleteRegKey HKCU "Software\${NAME}"
  !insertmacro un.Offer ".md"
  !insertmacro un.Offer ".html"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "un.$(ALSO_ERASE)" ERASE
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\${NAME}"
SectionEnd

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ERASE=" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 == "1"
    SectionSetFlags ${ERASE} 1
  ${EndIf}
FunctionEnd
