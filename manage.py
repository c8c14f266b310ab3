#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from pq_archive.lifeline import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")
    execute_from_command_line(sys.argv)
