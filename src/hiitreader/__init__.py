"""hiitreader: a reader for one article at a time, offline, with replies that are kept until a server takes them."""

__version__ = "0.1.0"
