"""The version of litkg: the package's metadata take it from here, and a graph names it, installed or not."""

VERSION = "0.1.0"
