"""Thin views: each reads the request, asks pages or lists, and renders a template."""
