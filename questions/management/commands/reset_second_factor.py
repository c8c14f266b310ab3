from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions.accounts.second_factor import remove
from questions.accounts.security_log import Kind, record
from questions.management.importing import with_example


class Command(BaseCommand):
    help = (
        "Reset the second factor and recovery codes of a user who has lost their device. Administrators can do this in "
        "the admin; use this command if no administrator can sign in."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, **with_example("manage.py reset_second_factor anna"), **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the user name, as typed to sign in")

    def handle(self, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if not user:
            raise CommandError(f"there is no user called {username}")
        if not remove(user):
            raise CommandError(f"{username} has no second factor")
        record(Kind.FACTOR_RESET, on=user)
        self.stdout.write(f"{username} can now sign in with the password only, and set up a new second factor")
