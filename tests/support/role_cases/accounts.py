"""What roles may do with the security log, users and roles."""

from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts.roles import ADMINISTRATOR

from .case import NAMES, NOBODY, SUPERUSER, Case

ACCOUNTS = [
    Case("see the security log", ADMINISTRATOR, "questions/securityevent/"),
    Case("see an event of it", ADMINISTRATOR, "questions/securityevent/{event}/change/"),
    Case("change an event of it", NOBODY, "questions/securityevent/{event}/change/", {"by": "another"}),
    Case("delete an event of it", NOBODY, "questions/securityevent/{event}/delete/", {"post": "yes"}),
    Case("write an event into it", NOBODY, "questions/securityevent/add/", {"by": "another"}),
    Case("see users", ADMINISTRATOR, "auth/user/"),
    Case("make a user", ADMINISTRATOR, "auth/user/add/", NAMES, User.objects.filter(username="new").exists),
    Case("see a user", ADMINISTRATOR, "auth/user/{clerk}/change/"),
    Case(
        "take a user's rights away",
        ADMINISTRATOR,
        "auth/user/{clerk}/change/",
        {
            "username": "clerk",
            "date_joined_0": "2020-01-01",
            "date_joined_1": "09:00",
        },
        User.objects.filter(username="clerk", is_active=False, is_staff=False).exists,
    ),
    Case(
        "change a user's password", ADMINISTRATOR, "auth/user/{clerk}/password/", {**NAMES, "usable_password": "true"}
    ),
    Case(
        "reset a user's second factor",
        ADMINISTRATOR,
        "auth/user/{clerk}/second-factor/",
        {},
        lambda: not TOTPDevice.objects.filter(user__username="clerk").exists(),
    ),
    Case(
        "delete a user",
        SUPERUSER,
        "auth/user/{clerk}/delete/",
        {"post": "yes"},
        lambda: not User.objects.filter(username="clerk").exists(),
    ),
    Case(
        "change a superuser's password", SUPERUSER, "auth/user/{root}/password/", {**NAMES, "usable_password": "true"}
    ),
    Case("reset a superuser's second factor", SUPERUSER, "auth/user/{root}/second-factor/", {}),
    Case("change a superuser", SUPERUSER, "auth/user/{root}/change/", {"username": "root"}),
    Case("see roles", ADMINISTRATOR, "auth/group/"),
    Case(
        "make a group", SUPERUSER, "auth/group/add/", {"name": "Interns"}, Group.objects.filter(name="Interns").exists
    ),
    Case("delete a role", NOBODY, "auth/group/{role}/delete/", {"post": "yes"}),
]
