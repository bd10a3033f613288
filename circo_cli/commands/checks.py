"""What is asked for, checked while one types: by the parsers that read the same values from options."""

from __future__ import annotations

from circo_cli.context import Invocation


def parts_of(typed: str) -> list[str]:
    """Return what stands between the commas of an answer that takes several values; the whole where nothing does."""
    return [part for each in typed.split(",") if (part := each.strip())] or [typed]


class Checks:
    """Checks of typed values, on the day and in the zone of an invocation; each raises ValueError with an objection."""

    def __init__(self, call: Invocation) -> None:
        """Check for the invocation `call`."""
        self.call = call

    def check_date(self, typed: str) -> None:
        """Raise ValueError unless this is a date."""
        from circo_cli.values.dates import parse_date

        parse_date(typed, today=self.call.today)

    def check_quarter(self, typed: str) -> None:
        """Raise ValueError unless this is a quarter."""
        from circo_cli.values.quarter import parse_quarter

        parse_quarter(typed, today=self.call.today)

    def check_country(self, typed: str) -> None:
        """Raise ValueError unless this is the code of a country."""
        from circo_cli.values.zones import parse_country

        parse_country(typed)

    def check_region(self, typed: str) -> None:
        """Raise ValueError unless this is a province, a range of postcodes or a country."""
        from circo_cli.values.places import parse_region
        from circo_cli.values.zones import is_country

        parse_region(typed, is_country=is_country)

    def check_regions(self, typed: str) -> None:
        """Raise ValueError unless these are provinces, postcodes or countries, with commas between them."""
        for each in parts_of(typed):
            self.check_region(each)

    def check_span(self, typed: str) -> None:
        """Raise ValueError unless this is a day, with or without times."""
        from circo_cli.values.dates import parse_span

        parse_span(typed, today=self.call.today, zone=self.call.zone)

    def check_spans(self, typed: str) -> None:
        """Raise ValueError unless these are days, with or without times, with commas between them."""
        for each in parts_of(typed):
            self.check_span(each)

    def check_seats(self, typed: str) -> None:
        """Raise ValueError unless so many companies can have a seat."""
        from circo_cli.domain.track import MOST_SEATS

        if not typed.isdecimal() or not 1 <= int(typed[:9]) <= MOST_SEATS:
            raise ValueError(f"a number of companies from 1 to {MOST_SEATS}, such as 12")

    def check_number(self, typed: str) -> None:
        """Raise ValueError unless this is a number of a thing in a row, 1 for the first."""
        if not typed.isdecimal() or int(typed[:9]) < 1:
            raise ValueError("a number: 1 is the first")

    def check_email(self, typed: str) -> None:
        """Raise ValueError unless this is an e-mail address."""
        from circo_cli.values.email import parse_email

        parse_email(typed)

    def check_kvk(self, typed: str) -> None:
        """Raise ValueError unless this is a KvK number."""
        from circo_cli.values.kvk import parse_kvk

        parse_kvk(typed)

    def check_postcode(self, typed: str) -> None:
        """Raise ValueError unless this is a Dutch postcode."""
        from circo_cli.values.places import parse_postcode

        parse_postcode(typed)
