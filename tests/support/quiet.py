"""Progress for nobody, for tests that call an import's or a sync's function themselves."""


class Quiet:
    def rows(self, path: str, rows: int, consumed: int) -> None: ...

    def note(self, message: str) -> None: ...
