"""Typesetting: from blocks, settings and a theme to lines on the page. It never changes a word."""
