"""Readers of file formats, each against files in the shapes services really send."""
