"""The site's addresses: the admin, and everything else from the app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("questions.urls")),
]
