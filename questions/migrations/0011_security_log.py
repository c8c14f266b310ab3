import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("signed-in", "signed in with a password"),
    ("verified", "gave the second factor"),
    ("recovered", "used a recovery code"),
    ("failed", "wrong password"),
    ("code-failed", "wrong second factor"),
    ("locked-out", "locked out"),
    ("signed-out", "signed out"),
    ("ended", "session ended"),
    ("factor-set-up", "second factor set up"),
    ("codes-made", "recovery codes made"),
    ("factor-removed", "second factor removed"),
    ("factor-reset", "second factor reset"),
    ("password", "password changed"),
    ("user-made", "user made"),
    ("user-changed", "user changed"),
    ("user-deleted", "user deleted"),
    ("group-made", "group made"),
    ("group-changed", "group changed"),
    ("group-deleted", "group deleted"),
    ("allowed", "permissions changed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0010_twfy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("kind", models.CharField(choices=KINDS, max_length=15, verbose_name="what")),
                (
                    "by",
                    models.CharField(blank=True, help_text="Who did it, also when gone; empty: a command.", max_length=150),
                ),
                (
                    "on",
                    models.CharField(
                        blank=True, help_text="The user, or the group.", max_length=150, verbose_name="on whom"
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                ("address", models.GenericIPAddressField(help_text="Where the request came from.", null=True)),
                ("user_agent", models.CharField(blank=True, max_length=200, verbose_name="browser")),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["at"], name="security_event_at")],
            },
        ),
    ]
