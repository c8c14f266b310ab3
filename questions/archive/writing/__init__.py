"""The write path: from settled questions to rows, with the people and departments that they name.

May import derived, evidence and audit. `write_questions.write_drafts` has the steps in order.
"""
