"""Link, unlink, give another reason, move to another parent."""

from typing import TYPE_CHECKING, Any

from goalchain.goals import levels
from goalchain.goals.models.link import Link
from goalchain.goals.rules import link_refusal
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .base import Verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goalchain.accounts.models import User
    from goalchain.goals.models import Goal


class Linkable(Verbs):
    """link, unlink, explain, move_parent: what this goal serves, and why. They change the child, not the parent."""

    def link(
        self,
        parent: "Goal",
        rationale: str = "",
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> None:
        """Let this goal serve `parent`. Raises Refused, with its reason, for a link that the chain does not allow."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            former = self._parents()
            self._link_row(parent, rationale)
            self._write_links(begun, "link", former)

    def unlink(
        self, parent: "Goal", *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> None:
        """Let this goal no longer serve `parent`. An agreed or active sprint goal keeps one parent at least."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            link = self._link_to(parent)
            self._keep_a_parent(besides=parent)
            former = self._parents()
            link.delete()
            self._write_links(begun, "unlink", former)

    def explain(
        self,
        parent: "Goal",
        rationale: str,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Say anew how this goal moves `parent`. Returns whether the rationale changed."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            link = self._link_to(parent)
            changed = link.rationale != rationale
            if changed:
                former = self._parents()
                Link.objects.filter(pk=link.pk).update(rationale=rationale)
                self._write_links(begun, "explain", former)
        return changed

    def move_parent(
        self,
        old: "Goal",
        new: "Goal",
        rationale: str | None = None,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> None:
        """Serve `new` in place of `old`, in one change. Without a rationale, the old one goes along."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            link = self._link_to(old)
            former = self._parents()
            self._link_row(new, link.rationale if rationale is None else rationale)
            link.delete()
            self._write_links(begun, "move", former)

    def relink(
        self,
        parents: "list[tuple[Goal, str]]",
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Serve exactly these parents with these rationales, in one change. Returns whether anything changed.

        Links to archived parents are left as they are: they show again when the parent is restored.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            links = {link.parent_id: link for link in self.up_links.select_related("parent")}
            former = {"parents": sorted((link.facts() for link in links.values()), key=lambda p: p["number"])}
            wanted = {parent.pk: (parent, rationale) for parent, rationale in parents}
            new = [pair for pk, pair in wanted.items() if pk not in links]
            gone = [link for pk, link in links.items() if pk not in wanted and link.parent.archived_at is None]
            explained = [link for pk, link in links.items() if pk in wanted and link.rationale != wanted[pk][1]]
            self._link_rows(new)
            if explained:
                for link in explained:
                    link.rationale = wanted[link.parent_id][1]
                Link.objects.bulk_update(explained, ["rationale"])
            if gone:
                Link.objects.filter(pk__in=[link.pk for link in gone]).delete()
            changed = bool(new or explained or gone)
            if changed:
                self._keep_a_parent()
                self._write_links(begun, "relink", former)
        return changed

    def _link_row(self, parent: "Goal", rationale: str) -> None:
        self._link_rows([(parent, rationale)])

    def _link_rows(self, parents: "Sequence[tuple[Goal, str]]") -> None:
        """Link to all of these. Raises Refused for the first that the chain does not allow. Three queries at most."""
        from goalchain.goals.models import Goal

        if not parents:
            return
        keys = [parent.pk for parent, _ in parents]
        archived = set(Goal.objects.filter(pk__in=keys).exclude(archived_at=None).values_list("pk", flat=True))
        linked = set(Link.objects.filter(child_id=self.pk, parent_id__in=keys).values_list("parent_id", flat=True))
        rows = []
        for parent, rationale in parents:
            self._check_parent(parent, archived=parent.pk in archived, linked=parent.pk in linked)
            linked.add(parent.pk)
            rows.append(
                Link(
                    product_id=self.product_id,
                    child_id=self.pk,
                    parent_id=parent.pk,
                    rationale=rationale,
                    child_level=self.level,
                    parent_level=parent.level,
                )
            )
        Link.objects.bulk_create(rows)

    def _check_parent(self, parent: "Goal", *, archived: bool, linked: bool) -> None:
        """Raise Refused, with its reason, unless this goal may serve `parent`. No query."""
        if parent.product_id != self.product_id:
            raise Refused(
                f"{parent.key} belongs to another product. A link stays within one product: choose a parent in "
                f"{self.product.name}.",
                field="parent",
            )
        refusal = link_refusal(self, parent, itself=parent.pk == self.pk, archived=archived, linked=linked)
        if refusal:
            raise Refused(refusal, field="parent")

    def _link_to(self, parent: "Goal") -> Link:
        link = self.up_links.filter(parent_id=parent.pk).first()
        if link is None:
            raise Refused(
                f"{self.key} does not serve {parent.key}; somebody may have unlinked it. Load the page again.",
                field="parent",
            )
        return link

    @property
    def needs_a_parent(self) -> bool:
        """Whether the chain does not let the goal be without a parent: an agreed or active sprint goal."""
        return self.level == levels.SPRINT and self.state in ("agreed", "active") and self.archived_at is None

    def _keep_a_parent(self, besides: "Goal | None" = None) -> None:
        """Raise Refused when an agreed or active sprint goal would be left without a live parent. One query."""
        if not self.needs_a_parent:
            return
        links = self.up_links.filter(parent__archived_at=None)
        if besides is not None:
            links = links.exclude(parent_id=besides.pk)
        if not links.exists():
            raise Refused(
                f"{self.key} is {self.state}, and an {self.state} sprint goal has a parent. "
                "Link it to another parent first, or move it there.",
                field="parent",
            )

    def _parents(self) -> dict[str, Any]:
        return {"parents": self.snapshot()["parents"]}

    def _write_links(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        """Raise the version for links that have just changed, and record them with the former ones."""
        self.parents_read = None
        self._write(begun, verb)
        begun.records[-1].former = former
