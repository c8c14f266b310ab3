"""What stops a backup or a restore."""


class BackupError(Exception):
    """The message says what is wrong and what to do; no unfinished file is left, and nothing was restored."""
