"""Gists and the immutable pools they form."""

from __future__ import annotations

import hashlib
import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor

from app.errors import PoolError
from app.model.shortlist import FROM, SIZE, Shortlist, shortlist_of


def normalise_edit(text: str) -> str:
    """The text that an edit is known by: Unicode NFC, every run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def edit_id(text: str) -> str:
    """Content address of an edit: the first 16 hex digits of its normalised text's sha256."""
    return hashlib.sha256(normalise_edit(text).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class Gist:
    """One compressed edit.

    `keys` and `values` are what is read of it: its m gist slots, or all of its tokens in verbatim mode.
    """

    id: str
    text: str
    keys: Tensor
    """`[selecting layers, kv_heads, slots, head_dim]`, turned so that the edit ends just before the question."""
    values: Tensor
    """Of the same shape."""
    selection: Tensor
    """`[sum of the parts' sizes]` float32, matched against the question's (see `selection.Selector`)."""
    labels: tuple[str, ...]
    """One a slot: “gist 1” … or the token's text."""
    made_by: str
    """Fingerprint of backbone, adapter, precision and kind of memory: gists of different makers do not mix."""

    @property
    def slots(self) -> int:
        return self.keys.shape[2]

    @property
    def bytes(self) -> int:
        """Memory held, in bytes."""
        tensors = (self.keys, self.values, self.selection)
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


class KeptGists(Sequence[Gist]):
    """Gists of one maker that lie elsewhere, with what a pool needs to know of them without reading them."""

    ids: Sequence[str]
    texts: Sequence[str]
    shortlist: Shortlist

    @abstractmethod
    def place_of(self, gist_id: str) -> int | None:
        """The index of the gist of that id, if it is here."""

    @abstractmethod
    def selections(self, indices: Sequence[int]) -> Tensor:
        """Selection vectors of some gists, `[indices, sum of sizes]`, without reading the gists' other numbers."""

    @abstractmethod
    def products(self, indices: Sequence[int], vector: Tensor) -> Tensor:
        """Inner products of those vectors with another, `[indices]`."""

    @property
    @abstractmethod
    def bytes(self) -> int:
        """Of all gists."""


class _Places(Mapping[str, Gist]):
    """Kept gists by id."""

    def __init__(self, gists: KeptGists) -> None:
        self._gists = gists

    def __getitem__(self, gist_id: str) -> Gist:
        place = self._gists.place_of(gist_id)
        if place is None:
            raise KeyError(gist_id)
        return self._gists[place]

    def __contains__(self, gist_id: object) -> bool:
        return isinstance(gist_id, str) and self._gists.place_of(gist_id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._gists.ids)

    def __len__(self) -> int:
        return len(self._gists)


@dataclass(frozen=True, eq=False)
class GistPool:
    """The edits that a question may use. Immutable: adding and removing make new pools that share the gists."""

    gists: tuple[Gist, ...] | KeptGists = ()
    made_by: str = ""
    _by_id: Mapping[str, Gist] = field(init=False, repr=False)
    _earlier: Shortlist | None = field(default=None, repr=False)
    """Of the pool that this one was made from."""

    def __post_init__(self) -> None:
        if isinstance(self.gists, KeptGists):
            object.__setattr__(self, "_by_id", _Places(self.gists))
            return
        if {gist.made_by for gist in self.gists} - {self.made_by}:
            raise _made_by_another()
        object.__setattr__(self, "_by_id", {gist.id: gist for gist in self.gists})
        if len(self._by_id) < len(self.gists):
            object.__setattr__(self, "gists", tuple(self._by_id.values()))

    def __len__(self) -> int:
        return len(self.gists)

    def __iter__(self) -> Iterator[Gist]:
        return iter(self.gists)

    def __contains__(self, gist_id: object) -> bool:
        return gist_id in self._by_id

    def __getitem__(self, gist_id: str) -> Gist:
        """The gist of that id.

        Raises:
            PoolError: no such edit here.
        """
        try:
            return self._by_id[gist_id]
        except KeyError:
            raise PoolError(
                given=f"There is no edit {gist_id} in this pool.",
                allowed=f"It holds {len(self)} edits.",
                remedy="Refresh the list: the edit may have been removed.",
            ) from None

    def __add__(self, other: GistPool) -> GistPool:
        """Both pools' gists; one that is in both is kept once.

        Raises:
            PoolError: the pools were made by different models.
        """
        made_by = self.made_by if self.gists else other.made_by
        larger = max(self, other, key=len)
        return GistPool((*self.gists, *(g for g in other.gists if g.id not in self)), made_by, larger._known)

    def without(self, *gist_ids: str) -> GistPool:
        """A pool that lacks these edits; ids that are not in it are passed over. Kept gists are not read for it."""
        dropped = set(gist_ids)
        if isinstance(self.gists, KeptGists):
            from app.model.pool_rest import RestOfGists

            places = {self.gists.place_of(gist_id) for gist_id in dropped} - {None}
            rest = self.gists if not places else RestOfGists(self.gists, (one for one in places if one is not None))
            return GistPool(rest, self.made_by)
        return GistPool(tuple(gist for gist in self.gists if gist.id not in dropped), self.made_by, self._known)

    def require_made_by(self, maker: str) -> None:
        """Refuse a pool that another model made. An empty one fits every model.

        Raises:
            PoolError: its gists have another maker.
        """
        if self.gists and self.made_by != maker:
            raise _made_by_another()

    def only(self, gist_ids: Iterable[str]) -> GistPool:
        """A pool of these edits alone, in the given order.

        Raises:
            PoolError: one of them is not here.
        """
        return GistPool(tuple(self[gist_id] for gist_id in gist_ids), self.made_by, self._known)

    @cached_property
    def ids(self) -> Sequence[str]:
        if isinstance(self.gists, KeptGists):
            return self.gists.ids
        return tuple(gist.id for gist in self.gists)

    @cached_property
    def texts(self) -> Sequence[str]:
        if isinstance(self.gists, KeptGists):
            return self.gists.texts
        return tuple(gist.text for gist in self.gists)

    @property
    def bytes(self) -> int:
        return self.gists.bytes if isinstance(self.gists, KeptGists) else sum(gist.bytes for gist in self.gists)

    @property
    def search_bytes(self) -> int:
        """Memory that it takes beside its gists, for what was made to search it so far."""
        matrix: Tensor | None = self.__dict__.get("selection_matrix")
        shortlist: Shortlist | None = self.__dict__.get("shortlist")
        matrix_bytes = 0 if matrix is None else matrix.numel() * matrix.element_size()
        return matrix_bytes + (0 if shortlist is None else int(shortlist.small.nbytes))

    @property
    def in_memory(self) -> bool:
        """Whether its gists are held; otherwise they are read where they lie."""
        return not isinstance(self.gists, KeptGists)

    @property
    def is_large(self) -> bool:
        """Whether it is searched by a shortlist."""
        return isinstance(self.gists, KeptGists) or (len(self) >= FROM and self.gists[0].selection.numel() > 4 * SIZE)

    @cached_property
    def shortlist(self) -> Shortlist:
        """Small copies of the selection vectors, made once; of edits that the pool before this had, taken over."""
        if isinstance(self.gists, KeptGists):
            return self.gists.shortlist
        earlier = self._earlier if self._earlier is not None and 2 * len(self._earlier.ids) >= len(self) else None
        return shortlist_of([gist.selection for gist in self.gists], self.ids, earlier)

    @property
    def _known(self) -> Shortlist | None:
        """What a pool made from this one takes over."""
        return self.__dict__.get("shortlist", self._earlier)

    def selection_rows(self, indices: Sequence[int]) -> Tensor:
        """Selection vectors of some edits, `[indices, sum of sizes]`."""
        if isinstance(self.gists, KeptGists):
            return self.gists.selections(indices)
        return torch.stack([self.gists[i].selection for i in indices])

    def logits_of(self, indices: Sequence[int], question_vector: Tensor) -> Tensor:
        """Logits of some edits for a question, `[indices]`."""
        if isinstance(self.gists, KeptGists):
            return self.gists.products(indices, question_vector)
        return torch.stack([self.gists[i].selection.dot(question_vector) for i in indices])

    @cached_property
    def selection_matrix(self) -> Tensor:
        """`[edits, sum of sizes]` float32: all selection vectors, stacked once."""
        if not self.gists:
            return torch.zeros(0, 0)
        return torch.stack([gist.selection for gist in self.gists])


def _made_by_another() -> PoolError:
    return PoolError(
        given="These gists were made by another model, adapter, precision or memory setting.",
        allowed="A pool holds gists of one maker, and is read by that maker alone.",
        remedy="Compress the edits again with the model that is open now.",
    )
