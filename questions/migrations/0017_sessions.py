"""The sessions of Parliament as rows that staff add to; deadlines follow from the record and are kept no longer."""

from django.db import migrations, models

# First day (of the King's or Queen's Speech), last day (of prorogation, or of dissolution where none came before it;
# None: not on record), name.
SESSIONS = (
    ("2001-06-20", "2002-11-07", "2001–02"),
    ("2002-11-13", "2003-11-20", "2002–03"),
    ("2003-11-26", "2004-11-18", "2003–04"),
    ("2004-11-23", "2005-04-07", "2004–05"),
    ("2005-05-17", "2006-11-08", "2005–06"),
    ("2006-11-15", "2007-10-30", "2006–07"),
    ("2007-11-06", "2008-11-26", "2007–08"),
    ("2008-12-03", "2009-11-12", "2008–09"),
    ("2009-11-18", "2010-04-08", "2009–10"),
    ("2010-05-25", "2012-05-01", "2010–12"),
    ("2012-05-09", "2013-04-25", "2012–13"),
    ("2013-05-08", "2014-05-14", "2013–14"),
    ("2014-06-04", "2015-03-26", "2014–15"),
    ("2015-05-27", "2016-05-12", "2015–16"),
    ("2016-05-18", "2017-04-27", "2016–17"),
    ("2017-06-21", "2019-10-08", "2017–19"),
    ("2019-10-14", "2019-11-06", "2019"),
    ("2019-12-19", "2021-04-29", "2019–21"),
    ("2021-05-11", "2022-04-28", "2021–22"),
    ("2022-05-10", "2023-10-26", "2022–23"),
    ("2023-11-07", "2024-05-24", "2023–24"),
    ("2024-07-17", None, "2024–26"),
    ("2026-05-13", None, "2026–27"),
)


def fill(apps, schema_editor):
    session = apps.get_model("questions", "ParliamentarySession")
    session.objects.bulk_create(session(first_day=first, last_day=last, name=name) for first, last, name in SESSIONS)


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0016_corrections_by_hand'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionsInForce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sessions', models.JSONField(help_text='First day, last day and name of each.')),
            ],
            options={
                'verbose_name_plural': 'sessions in force',
            },
        ),
        migrations.RemoveField(
            model_name='question',
            name='deadline_on',
        ),
        migrations.CreateModel(
            name='ParliamentarySession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(help_text="The day of the King's Speech, from which UINs begin at 1.", unique=True)),
                ('last_day', models.DateField(blank=True, help_text='The day of prorogation, or of dissolution where none came before it. Empty: not over, or not known.', null=True)),
                ('name', models.CharField(help_text='As Parliament calls it: 2024–26', max_length=30, unique=True)),
            ],
            options={
                'verbose_name': 'session',
                'ordering': ['-first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='session_ends_after_it_starts', violation_error_message='The last day is before the first.')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
