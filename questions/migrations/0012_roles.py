"""What roles may do with questions and answers. The roles themselves are made, and kept, after each `migrate`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0011_security_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AddField(
            model_name="question",
            name="withheld_because",
            field=models.CharField(
                blank=True,
                help_text="Why it was unpublished.",
                max_length=500,
                verbose_name="not public because",
            ),
        ),
        migrations.AlterModelOptions(
            name="answer",
            options={
                "ordering": ["question", "kind", "answered_on"],
                "permissions": [("correct_answer", "Can correct answers")],
            },
        ),
        migrations.AlterModelOptions(
            name="question",
            options={
                "ordering": ["-tabled_on", "-pk"],
                "permissions": [
                    ("preview_question", "Can see the page of a question that is not public"),
                    ("publish_question", "Can publish and unpublish questions"),
                    ("remove_question", "Can delete questions so that it can be undone, and restore them"),
                ],
            },
        ),
    ]
