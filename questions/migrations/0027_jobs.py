"""Runs of jobs, and a lease for the worker that runs them.

The table of leases keeps its name, which earlier versions of the site use.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0026_plainer_labels'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel(old_name='SyncLease', new_name='Lease'),
                migrations.AlterModelTable(name='lease', table='questions_synclease'),
            ],
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=40)),
                ('window', models.CharField(help_text='The time for which it was scheduled, or at which a user asked for it. In London.', max_length=30)),
                ('state', models.CharField(choices=[('new', 'new job'), ('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('died', 'ended unexpectedly'), ('stopped', 'stopped with the worker')], default='waiting', max_length=8)),
                ('started_at', models.DateTimeField(null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('holder', models.CharField(blank=True, help_text="The machine and the worker's process.", max_length=200, verbose_name='where')),
                ('exit_status', models.IntegerField(null=True)),
                ('output', models.TextField(blank=True, help_text='The last lines.')),
                ('asked_by', models.CharField(blank=True, help_text='The user. Empty if it was scheduled.', max_length=150)),
            ],
            options={
                'verbose_name': 'job run',
                'ordering': ['-pk'],
                'permissions': [('run_jobrun', 'Can run jobs now')],
                'constraints': [models.UniqueConstraint(fields=('job', 'window'), name='job_window_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting'), models.Q(('asked_by', ''), _negated=True)), fields=('job',), name='job_asked_for_once')],
            },
        ),
    ]
