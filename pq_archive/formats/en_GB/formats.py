"""One form of days everywhere: 1 December 2024, as on GOV.UK. Forms take days as people write them: DayField."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
