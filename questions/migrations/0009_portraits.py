from django.db import migrations, models

SOURCES = [(1, "a list"), (2, "the member's biography at Parliament"), (3, "an editor")]


class Migration(migrations.Migration):
    dependencies = [("questions", "0008_sync")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="portrait_credit",
            field=models.CharField(blank=True, default="", help_text="Who is to be named beside it.", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="portrait_asked_on",
            field=models.DateField(
                editable=False, help_text="The day on which Parliament was last asked for it.", null=True
            ),
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="source",
                field=models.PositiveSmallIntegerField(choices=SOURCES, default=1, editable=False),
            )
            for model in ("membership", "post")
        ),
    ]
