"""What staff do: edit, publish and merge, and handle readers' reports.

Imports importing, derived, evidence and audit.
"""
