from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = "Parliamentary questions"

    def ready(self) -> None:
        from questions.accounts import lockout, security_log, sessions  # noqa: F401  (their receivers: there are models only now)
        from questions.accounts.roles import grant_roles

        post_migrate.connect(grant_roles, sender=self)
