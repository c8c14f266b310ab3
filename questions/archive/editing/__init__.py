"""What staff do: edit, publish and merge, and handle readers' reports.

May import writing, derived, evidence and audit.
"""
