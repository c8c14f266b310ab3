"""What staff do: edit, publish and merge, and handle readers' reports.

May import importing, derived, evidence and audit.
"""
