"""What staff do: edit, publish and merge questions, answer readers' reports.

Imports importing, derived, evidence and audit.
"""
