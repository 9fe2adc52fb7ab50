"""clinic: articles and testimonials of a therapy clinic, from files to pages, with consent kept."""

__version__ = "0.1.0"
