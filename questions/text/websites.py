"""What is known of web sites: which wrap others' addresses, have two names, or hold pages that are no documents."""

from __future__ import annotations

import re

from .addresses import QUESTION_PAGES

# Mail programs and viewers wrap addresses: their hosts, and the parameter that holds the address.
WRAPPERS = {
    "safelinks.protection.outlook.com": "url",
    "view.officeapps.live.com": "src",
    "www.google.com": "url",
    "www.google.co.uk": "url",
}
WRAPPED_IN_PATH = re.compile(r"https://urldefense\.com/v3/__(.+?)__;", re.I)
# Parameters that say how a reader arrived, not what to read. Those ending in * are prefixes.
TRACKING = (
    "utm_*",
    "wd*",
    "mc_*",
    "_ga",
    "_gl",
    "gclid",
    "dclid",
    "fbclid",
    "msclkid",
    "srsltid",
    "yclid",
    "igshid",
    "tmstv",
    "step-by-step-nav",
    "origin",
)
# Sites with two names; the second is shown. All other addresses stay as written.
SAME_SITES = {
    "gov.uk": "www.gov.uk",
    "data.gov.uk": "www.data.gov.uk",
    "dwi.gov.uk": "www.dwi.gov.uk",
    "legislation.gov.uk": "www.legislation.gov.uk",
    "ons.gov.uk": "www.ons.gov.uk",
    "nice.org.uk": "www.nice.org.uk",
    "parliament.uk": "www.parliament.uk",
    "www.obr.uk": "obr.uk",
    "www.supremecourt.uk": "supremecourt.uk",
    "www.fundingawards.nihr.ac.uk": "fundingawards.nihr.ac.uk",
    "www.find-government-grants.service.gov.uk": "find-government-grants.service.gov.uk",
    "www.get-information-schools.service.gov.uk": "get-information-schools.service.gov.uk",
}
_PUBLISHED = "publications|consultations|calls-for-evidence|statistics|statistical-data-sets|collections|news|speeches"
# By host: paths where the pages and files below are parts of one document.
WHOLE = {
    "www.gov.uk": (
        re.compile(r"/government/statistics/announcements/[^/]+"),
        re.compile(rf"/government/(?:{_PUBLISHED})/[^/]+"),
        re.compile(r"/guidance/[^/]+"),
    ),
}
# By site: paths that are not documents, such as other questions (which are references) or a bare "on GOV.UK".
NO_DOCUMENTS = {
    "www.gov.uk": re.compile(r"$"),
    **QUESTION_PAGES,
}
# Web archives, with the sites that each one covers (all, if none are named).
INTERNET_ARCHIVE = ("Internet Archive", "https://web.archive.org/web/{day:%Y%m%d}/{url}")
GOVERNMENT_ARCHIVE = (
    "UK Government Web Archive",
    "https://webarchive.nationalarchives.gov.uk/ukgwa/{day:%Y%m%d}000000/{url}",
)
GOVERNMENT = re.compile(r"(?:.+\.)?gov\.uk")
ARCHIVE_HOSTS = ("web.archive.org", "webarchive.nationalarchives.gov.uk")
