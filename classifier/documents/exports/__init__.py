"""Exports of news databases, a file per export and form."""
