"""Going through a person's folders: what is kept from the earlier index, what is read, what is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from genevolve.index.builder import Progress
from genevolve.index.captions import describe, sidecar_of
from genevolve.index.documents import MAX_BYTES as MAX_DOCUMENT_BYTES
from genevolve.index.documents import PDF_HINT, READERS, PdfReaderMissing, read_document
from genevolve.index.layout import sha256_hex
from genevolve.index.library import Library
from genevolve.index.manifest import FileState, FolderManifest
from genevolve.index.passages import passages
from genevolve.index.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from genevolve.index.pictures import UnusableFile, check_pixels, open_picture
from genevolve.index.scan import Found, Skipped, scan
from genevolve.records import PictureEntry, TextEntry

Entry = TextEntry | PictureEntry

_READING = "files"


@dataclass(frozen=True, slots=True)
class Kind:
    """Documents or pictures: which files are meant, and how one is read."""

    name: str
    endings: frozenset[str]
    max_bytes: int
    read: Callable[[Found, bytes, str], Iterable[Entry]]
    stamp_sidecar: Callable[[Path], str]


class Gatherer:
    """One run over the folders."""

    def __init__(self, earlier: Library | None, manifest: FolderManifest, on_progress: Progress) -> None:
        self.texts: list[TextEntry] = []
        self.pictures: list[PictureEntry] = []
        self.files: dict[str, FileState] = {}
        self.skipped: list[Skipped] = []
        self.changed: Counter[str] = Counter()
        self._earlier = earlier
        self._manifest = manifest
        self._on_progress = on_progress
        self._left_out: Counter[str] = Counter()

    def take(self, kind: Kind, root: Path, earlier_root: str, leave_out: Path) -> None:
        """Go through one folder. Files are compared with the earlier index when that was made from the same folder."""
        home = root.resolve()
        known = self._manifest.files if earlier_root == str(home) else {}
        for number, found in enumerate(scan(root, leave_out), start=1):
            if isinstance(found, Skipped):
                self.skipped.append(found)
            elif found.path.suffix.lower() in kind.endings:
                key = f"{kind.name}/{found.name}"
                self._take_file(kind, key, found, known.get(key), home.name)
            elif found.path.suffix.lower() == ".svg":
                self._left_out["svg"] += 1
            self._on_progress(_READING, number)

    def notes(self) -> Iterator[str]:
        """Lines on whole kinds of files that were left out."""
        if num_pdfs := self._left_out["pdf"]:
            yield f"{num_pdfs} PDF files skipped: {PDF_HINT}"
        if num_svgs := self._left_out["svg"]:
            yield f"{num_svgs} SVG files skipped: export them as PNG to index them"

    def _take_file(self, kind: Kind, key: str, found: Found, known: FileState | None, collection: str) -> None:
        try:
            sidecar = kind.stamp_sidecar(found.path)
            if known and (known.size, known.mtime_ns, known.sidecar) == (found.size, found.mtime_ns, sidecar):
                self._keep(key, found, known)
                return
            if found.size > kind.max_bytes:
                raise UnusableFile(f"larger than {kind.max_bytes // 2**20} MB")
            content = found.path.read_bytes()
        except UnusableFile as error:
            self.skipped.append(Skipped(str(found.name), str(error)))
            return
        except OSError as error:
            self.skipped.append(Skipped(str(found.name), f"it cannot be read: {error.strerror or error}"))
            return
        state = FileState(size=found.size, mtime_ns=found.mtime_ns, sha256=sha256_hex(content), sidecar=sidecar)
        if known and (known.sha256, known.sidecar) == (state.sha256, sidecar):
            self._keep(key, found, known.model_copy(update={"mtime_ns": found.mtime_ns}))
        else:
            self._read(kind, key, found, content, state, is_new=known is None or not known.entry_ids, source=collection)

    def _read(
        self, kind: Kind, key: str, found: Found, content: bytes, state: FileState, *, is_new: bool, source: str
    ) -> None:
        try:
            entries = list(kind.read(found, content, source))
        except PdfReaderMissing:
            self._left_out["pdf"] += 1
        except UnusableFile as error:
            self._leave_out(key, found, state.model_copy(update={"reason": str(error)}))
        else:
            self.changed["added" if is_new else "updated"] += 1
            self.files[key] = state.model_copy(update={"entry_ids": tuple(entry.id for entry in entries)})
            self._add(entries)

    def _keep(self, key: str, found: Found, known: FileState) -> None:
        if known.reason or self._earlier is None:
            self._leave_out(key, found, known)
            return
        get: Callable[[str], Entry | None] = self._earlier.text if key.startswith(TEXTS.name) else self._earlier.picture
        self.files[key] = known
        self.changed["unchanged"] += 1
        self._add(entry for entry_id in known.entry_ids if (entry := get(entry_id)))

    def _leave_out(self, key: str, found: Found, state: FileState) -> None:
        self.files[key] = state
        self.skipped.append(Skipped(str(found.name), state.reason))

    def _add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if isinstance(entry, TextEntry):
                self.texts.append(entry)
            else:
                self.pictures.append(entry)


def _read_text(found: Found, content: bytes, collection: str) -> Iterator[TextEntry]:
    document = read_document(found.name, content)
    for number, passage in enumerate(passages(document), start=1):
        keywords = dict.fromkeys((passage.heading, found.name.stem))
        yield TextEntry(
            id=f"texts/{found.name}#{number}",
            title=document.title,
            text=passage.text,
            url=str(found.name),
            source=collection,
            keywords=tuple(word for word in keywords if word and word != document.title),
        )


def _read_picture(found: Found, content: bytes, collection: str) -> Iterator[PictureEntry]:
    with open_picture(content) as image:
        check_pixels(image)
        yield describe(found.name, image, sidecar_of(found.path), collection)


def _no_sidecar(path: Path) -> str:
    del path
    return ""


def _sidecar_stamp(path: Path) -> str:
    sidecar = sidecar_of(path)
    if sidecar is None:
        return ""
    stat = sidecar.stat()
    return f"{sidecar.name}:{stat.st_size}:{stat.st_mtime_ns}"


TEXTS = Kind("texts", frozenset(READERS), MAX_DOCUMENT_BYTES, _read_text, _no_sidecar)
IMAGES = Kind("images", frozenset({".png", ".jpg", ".jpeg", ".webp"}), MAX_PICTURE_BYTES, _read_picture, _sidecar_stamp)
