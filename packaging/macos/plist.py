"""What macOS is told of the program: types of documents, sharp screens, category. It never names a version."""

PLIST = {
    "CFBundleIdentifier": "io.github.hiitreader.hiitreader",
    "CFBundleName": "hiitreader",
    "CFBundleDisplayName": "hiitreader",
    "CFBundleDevelopmentRegion": "en",
    "CFBundleLocalizations": ["en", "de"],
    "LSApplicationCategoryType": "public.app-category.education",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSHumanReadableCopyright": "The hiitreader authors",
    "NSSupportsAutomaticGraphicsSwitching": True,
    "NSPrincipalClass": "NSApplication",
    # offered, not seized: an alternate handler is never made the one that opens by itself
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": name,
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": [kind],
        }
        for name, kind in (
            ("Markdown article", "net.daringfireball.markdown"),
            ("HTML article", "public.html"),
            ("Plain text", "public.plain-text"),
        )
    ],
    "UTImportedTypeDeclarations": [
        {
            "UTTypeIdentifier": "net.daringfireball.markdown",
            "UTTypeDescription": "Markdown article",
            "UTTypeConformsTo": ["public.plain-text"],
            "UTTypeTagSpecification": {
                "public.filename-extension": ["md", "markdown"],
                "public.mime-type": "text/markdown",
            },
        }
    ],
}
