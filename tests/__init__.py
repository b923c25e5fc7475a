"""Tests mirror app/. Importing the package first sets how torch's threads wait (see app/__init__.py)."""

import app  # noqa: F401 - for what importing it does
