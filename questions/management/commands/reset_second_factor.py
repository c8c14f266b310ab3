from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questions.accounts.second_factor import remove
from questions.accounts.security_log import Kind, record
from questions.management.importing import with_example


class Command(BaseCommand):
    help = (
        "Forget the second factor of a user who has lost it, with the recovery codes. Administrators do this at the "
        "desk; this is for the last of them."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, **with_example("manage.py reset_second_factor anna"), **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="as it is typed to sign in")

    def handle(self, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if not user:
            raise CommandError(f"nobody is called {username}")
        if not remove(user):
            raise CommandError(f"{username} has no second factor")
        record(Kind.FACTOR_RESET, on=user)
        self.stdout.write(f"{username} signs in with the password alone, and sets up another second factor")
