"""What every measurement needs: both chains, the site as a WSGI application, and view1 on bare middleware."""

from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from bench import startproject
from bench.calling import Caller
from bench.chains import Chain

VIEW1 = "/bench/view1/"


@dataclass
class World:
    """The chains by size, and how to call the site about each. `quick` asks for fewer rounds."""

    small: Chain
    large: Chain
    site: WSGIHandler
    bare: WSGIHandler
    import_databases: tuple[str, str]
    search_database: str
    quick: bool

    @classmethod
    def of(
        cls, small: Chain, large: Chain, import_databases: tuple[str, str], search_database: str, quick: bool
    ) -> "World":
        """Load the middleware once for the site and once for view1."""
        with override_settings(MIDDLEWARE=startproject.MIDDLEWARE, SESSION_ENGINE=startproject.SESSION_ENGINE):
            bare = WSGIHandler()
        return cls(small, large, WSGIHandler(), bare, import_databases, search_database, quick)

    def rounds(self, full: int) -> int:
        """How many rounds to take where `full` are right: a quarter when it must be quick, at least 5."""
        return max(5, full // 4) if self.quick else full

    @property
    def chains(self) -> tuple[Chain, Chain]:
        """Both, the small one first."""
        return self.small, self.large

    def caller(self, chain: Chain) -> Caller:
        """A signed-in owner of this chain's product. Call `chain.use()` before it asks."""
        return Caller(self.site, chain.cookies)

    def view1(self) -> None:
        """Ask for view1 in the large database: the measure of all pages."""
        self.large.use()
        Caller(self.bare, self.large.bare_cookies).get(VIEW1)
