"""The app configuration that makes the archive's own admin site the default."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with the archive's own site."""

    default_site = "questions.accounts.admin_site.DeskSite"
