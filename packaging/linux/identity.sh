#!/bin/sh
# Who makes this and where it is found, as the Linux packages say it. docs/releasing.md says what to settle here before
# a release is made public. It never holds a version.
APP_ID=io.github.hiitreader.hiitreader
MAINTAINER="The hiitreader authors <hiitreader@example.org>"
HOMEPAGE=https://hiitreader.example.org/
SUMMARY="accessible reader for articles, offline"
export APP_ID MAINTAINER HOMEPAGE SUMMARY
