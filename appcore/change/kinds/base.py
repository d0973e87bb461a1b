"""What every kind of object in a package can do: be offered, exported, judged, compared, written as a draft, and taken back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from marshmallow import ValidationError

from appcore.change.county import County
from appcore.definition import canonical, faults
from appcore.definition.faults import Fault
from appcore.definition.said import Said
from models.db import HouseSession
from models.package import PackageLine

C = TypeVar("C")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """An object that may be exported; `state` says which content it would be."""

    key: str
    name: str
    state: Said


@dataclass(frozen=True, slots=True)
class Standing(Generic[C]):
    """What the county has under a key. `content`: what an import is compared with, None when there is nothing.

    `act`: how an import would be written (models.vocabulary.PACKAGE_ACT); `remark`: what to know before it is;
    `obstacle`: why it cannot be.
    """

    act: str
    content: C | None = None
    remark: Said | None = None
    obstacle: Said | None = None


@dataclass(frozen=True, slots=True)
class Wanted(Generic[C]):
    """A content to be written, its hash, what the county has of it, and what the package says of it beside its content.

    `laid`: what its kind worked out of it before anything was locked (`PackageKind.laid_out`).
    """

    content: C
    digest: str
    standing: Standing[C]
    more: Mapping[str, Any]
    laid: Any = None


@dataclass(frozen=True, slots=True)
class Written:
    """What an import made: the draft's id, the content that the draft had before, and the hash of what it has now."""

    target: int
    after_hash: str
    before: bytes | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What is missing here, so that the object cannot be taken, and what there is to know of it."""

    missing: tuple[Said, ...] = ()
    notices: tuple[Said, ...] = field(default=())


class PackageKind(ABC, Generic[C]):
    """One kind. `slug`: as in PACKAGE_KIND; `plural`: its list in the file; `labels`: its own elements by name."""

    slug: ClassVar[str]
    plural: ClassVar[str]
    labels: ClassVar[Mapping[str, str]]

    @abstractmethod
    def offered(self, session: HouseSession) -> list[Offered]:
        """What may be exported."""

    @abstractmethod
    def document(self, session: HouseSession, key: str) -> Document | None:
        """The JSON of one object; None when there is none."""

    @abstractmethod
    def load(self, document: Document) -> C:
        """Raises: marshmallow.ValidationError."""

    @abstractmethod
    def write_bytes(self, content: C) -> bytes:
        """The canonical bytes."""

    @abstractmethod
    def read_bytes(self, stored: bytes) -> C:
        """What `write_bytes` wrote."""

    @abstractmethod
    def key_of(self, document: Mapping[str, Any]) -> str:
        """The key of a document that may be faulty; "" when it has none."""

    @abstractmethod
    def name_of(self, document: Mapping[str, Any]) -> str:
        """What people call it."""

    def settled(self, content: C, county: County) -> C:
        """The content as this county would hold it: its bodies and papers have their names of today."""
        return content

    def own_faults(self, content: C) -> list[Said]:
        """What is wrong beyond the schema."""
        return []

    @abstractmethod
    def findings(self, content: C, county: County) -> Findings:
        """What this county lacks for it."""

    @abstractmethod
    def standing(self, county: County, content: C) -> Standing[C]:
        """What the county has of it now."""

    @abstractmethod
    def differences(self, old: C, new: C, county: County) -> tuple[Said, ...]:
        """What an import would change."""

    @abstractmethod
    def write(self, session: HouseSession, content: C, standing: Standing[C], more: Mapping[str, Any]) -> Written:
        """Within a unit of work: write it as a draft. `more`: what the package says of it beside its content."""

    def laid_out(self, content: C) -> Any:
        """What writing it needs and can be worked out before anything is locked; None for a kind with few objects."""

    def write_all(self, session: HouseSession, several: Sequence[Wanted[C]]) -> list[Written]:
        """Within a unit of work: write several, in their order; a kind of which there are thousands does it in one go."""
        return [self.write(session, one.content, one.standing, one.more) for one in several]

    @abstractmethod
    def content_of(self, session: HouseSession, line: PackageLine) -> C | None:
        """What the draft of an import holds now; None when it is no draft any more."""

    def contents_of(self, session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, C | None]:
        """The same of many lines by their ids; a kind of which there are thousands reads them in a few queries."""
        return {one.id: self.content_of(session, one) for one in lines}

    def undo_obstacles(self, session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
        """Of lines of one import, by their ids: why what it made cannot be taken back, beside that the draft was worked on.

        A line that is not named can be. A few queries for all of them, never some for each.
        """
        return {}

    @abstractmethod
    def undo(self, session: HouseSession, line: PackageLine, reason: str) -> None:
        """Within a unit of work: take it back."""

    def undo_all(self, session: HouseSession, lines: Sequence[PackageLine], reason: str) -> None:
        """Within a unit of work: take several back, in this order."""
        for one in lines:
            self.undo(session, one, reason)

    def hash_of(self, content: C) -> str:
        return canonical.digest(self.write_bytes(content))

    def judged(self, document: Document) -> tuple[C | None, list[Fault]]:
        """The content, or what is wrong with it."""
        found = faults.twice(document, self.labels)
        try:
            content = self.load(document)
        except ValidationError as broken:
            return None, faults.faults(broken.messages, document, self.labels) + found
        found += [Fault((), one) for one in self.own_faults(content)]
        return (None if found else content), found
