"""Progress that is not shown, for tests that call the functions of an import or a sync directly."""


class Quiet:
    def rows(self, path: str, rows: int, consumed: int) -> None: ...

    def note(self, message: str) -> None: ...
