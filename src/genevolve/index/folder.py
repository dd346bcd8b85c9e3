"""A person's own folders as a library: documents and pictures, read again only where they changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from genevolve.errors import LibraryError
from genevolve.index.builder import Progress, build_library, no_progress
from genevolve.index.embedding import Approve, drop_journals, embed_entries, refuse_many
from genevolve.index.fusion import open_library
from genevolve.index.gather import IMAGES, TEXTS, Gatherer
from genevolve.index.layout import META
from genevolve.index.library import Library
from genevolve.index.manifest import MANIFEST, FolderManifest, read_manifest
from genevolve.index.pictures import load_picture
from genevolve.index.provider import LibraryProvider
from genevolve.index.scan import Skipped
from genevolve.index.vectors import read_meta
from genevolve.models.embedding import Embedder
from genevolve.records import PictureEntry

_VECTORS_DROPPED = "the vectors of the earlier index were left out: build with --vectors to search by meaning, too"


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What a build of an index over folders did."""

    added: int
    """Files, as are the next three."""
    updated: int
    removed: int
    unchanged: int
    num_texts: int
    """Passages in the index."""
    num_pictures: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    """Lines on whole kinds of files, and on vectors, that were left out."""

    def __str__(self) -> str:
        files = {"added": self.added, "updated": self.updated, "removed": self.removed, "unchanged": self.unchanged}
        counts = ", ".join(
            f"{count} {what}" for what, count in (*files.items(), ("skipped", len(self.skipped))) if count
        )
        line = f"text passages: {self.num_texts}, pictures: {self.num_pictures}; files: {counts or 'none'}"
        return "\n".join((line, *self.notes))


def build_folder_index(
    path: Path,
    *,
    texts: Path | None,
    images: Path | None,
    on_progress: Progress | None = None,
    vectors: Embedder | None = None,
    approve: Approve = refuse_many,
) -> FolderReport:
    """Index the documents below `texts` and the pictures below `images` into `path`, or bring that index up to date.

    A file that cannot be used is skipped with a reason. When no file has changed, nothing is written.

    Args:
        path: The index's folder: new, empty, or an index made by this function.
        texts: A folder of txt, md, html and (with the extra `pdf`) pdf files.
        images: A folder of png, jpg and webp files.
        on_progress: Called with a stage ("files", "vectors", "texts", "pictures") and how many of it are done.
        vectors: A sentence model, to search by meaning, too. It reads each new or changed passage and caption.
        approve: Told once, before the bulk of that work, how long it will take; it may raise to refuse it.

    Raises:
        LibraryError: a folder is missing, `path` holds something that is not such an index, or `approve` refuses.
        StorageError: the index cannot be written.
    """
    if texts is None and images is None:
        raise LibraryError("nothing to index: give a folder of texts, of images, or both")
    on_progress = on_progress or no_progress
    earlier, manifest = _earlier(path)
    gatherer = Gatherer(earlier, manifest, on_progress)
    if texts is not None:
        gatherer.take(TEXTS, texts, manifest.texts_root, path)
    if images is not None:
        gatherer.take(IMAGES, images, manifest.images_root, path)
    now = FolderManifest(texts_root=_root(texts), images_root=_root(images), files=gatherer.files)
    embedded_by = _embedder_id(earlier)
    if earlier is None or now != manifest or embedded_by != (vectors.id if vectors else ""):
        attachments = {MANIFEST: now.to_bytes()}
        if vectors:
            entries = (gatherer.texts, gatherer.pictures)
            attachments |= embed_entries(path, earlier, *entries, vectors, approve, on_progress)
        build_library(
            path,
            gatherer.texts,
            gatherer.pictures,
            on_progress=on_progress,
            attachments=attachments,
        )
        drop_journals(path)
    return _report(gatherer, manifest, [_VECTORS_DROPPED] if embedded_by and not vectors else [])


def open_folder_index(path: Path, vectors: Embedder | None = None) -> LibraryProvider:
    """The index at `path` as a source of texts and pictures; pictures are loaded from the folder that was indexed.

    Args:
        path: The index's folder.
        vectors: The sentence model of an index with vectors; by default the one that the index names is opened.

    Raises:
        LibraryError: it is missing, damaged, or was not made from folders.
    """
    library = open_library(path, vectors)
    manifest = read_manifest(library)

    def load(entry: PictureEntry) -> bytes:
        return load_picture(Path(manifest.images_root), entry.locator, manifest.files[entry.id].sha256)

    return LibraryProvider(library, load, id=f"index:{path.name}")


def _earlier(path: Path) -> tuple[Library | None, FolderManifest]:
    """The index that is to be brought up to date; a missing or damaged one is made anew."""
    if not (path / META).exists():
        return None, FolderManifest()
    try:
        library = Library.open(path)
    except LibraryError:
        return None, FolderManifest()
    return library, read_manifest(library)


def _embedder_id(library: Library | None) -> str:
    """Which model made the vectors of a library; empty when it has none."""
    meta = read_meta(library.folder) if library else None
    return meta.embedder if meta else ""


def _root(folder: Path | None) -> str:
    return str(folder.resolve()) if folder else ""


def _report(gatherer: Gatherer, before: FolderManifest, notes: Sequence[str]) -> FolderReport:
    indexed = {key for key, state in gatherer.files.items() if state.entry_ids}
    return FolderReport(
        added=gatherer.changed["added"],
        updated=gatherer.changed["updated"],
        removed=sum(bool(state.entry_ids) and key not in indexed for key, state in before.files.items()),
        unchanged=gatherer.changed["unchanged"],
        num_texts=len(gatherer.texts),
        num_pictures=len(gatherer.pictures),
        skipped=tuple(gatherer.skipped),
        notes=(*gatherer.notes(), *notes),
    )
