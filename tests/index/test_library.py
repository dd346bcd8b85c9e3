from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genevolve.errors import GenEvolveError, LibraryError, StorageError
from genevolve.index import Library, build_library
from genevolve.records import PictureEntry, TextEntry


def text(entry_id: str, title: str, body: str = "", keywords: tuple[str, ...] = ()) -> TextEntry:
    return TextEntry(id=entry_id, title=title, text=body, keywords=keywords)


TEXTS = [
    text(
        "flag/chad",
        "Flag of Chad",
        "Three vertical bands of blue, gold and red; similar to that of Romania.",
        ("Chadian flag",),
    ),
    text(
        "flag/romania",
        "Flag of Romania",
        "Three bands of blue, yellow and red; it resembles the flag of Chad.",
        ("Romanian flag",),
    ),
    text("flag/us", "Flag of the United States", "Stars and stripes.", ("US flag",)),
    text("flag", "Flag", "A piece of fabric with a distinctive design."),
    text("chad", "Chad", "A landlocked country in Africa. The flag is blue, gold and red."),
    text("giraffe", "Giraffe", "Giraffes are large African hoofed mammals."),
    text("okapi", "Okapi", "The okapi is related to the giraffe, the giraffe, and only the giraffe."),
    text("bulb", "Light bulb", "An electric light."),
    text("snowman", "Snowman", "A figure of snow."),
    text("cafe", "Café Ærø", "Coffee."),
    text("band", "The Who", "An English rock band."),
    text("kyoto", "京都タワー", "Kyoto Tower."),
    text("kangaroo", "Kangaroo", "A marsupial."),
    text("long", "Rhinoceros", "A large grey mammal with a horn."),
]
PICTURES = [
    PictureEntry(id="p/giraffe", title="giraffe", locator="g", keywords=("animal", "spotted"), artist="Ann"),
    PictureEntry(id="p/okapi", title="okapi", locator="o", caption="A relative of the giraffe.", artist="Ben"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    path = tmp_path_factory.mktemp("library") / "index"
    build_library(path, TEXTS, PICTURES)
    return Library.open(path)


def ids(library: Library, query: str, top_k: int = 5) -> list[str]:
    return [hit.entry.id for hit in library.search_texts(query, top_k)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("flag of Chad", "flag/chad"),
        ("Chad's flag", "flag/chad"),
        ("chad’s FLAG", "flag/chad"),
        ("what does the official flag of Chad look like?", "flag/chad"),
        ("Chadian flag", "flag/chad"),
        ("US flag", "flag/us"),
        ("flag", "flag"),
        ("Chad", "chad"),
        ("giraffe", "giraffe"),
        ("giraffes", "giraffe"),
        ("cafe aero", "cafe"),
        ("cafe\u0301 Ærø", "cafe"),
        ("The Who", "band"),
        ("京都", "kyoto"),
        ("light-bulb", "bulb"),
        ("lightbulb", "bulb"),
        ("snow man", "snowman"),
        ("girafe", "giraffe"),
        ("giarffe", "giraffe"),
        ("romainian flag", "flag/romania"),
        ("rinocerous", "long"),
        ("kangroo", "kangaroo"),
    ],
)
def test_finds_first(library: Library, query: str, first: str) -> None:
    assert ids(library, query)[:1] == [first]


def test_short_words_are_not_corrected(library: Library) -> None:
    assert ids(library, "chd") == []


def test_two_slips_only_in_long_words(library: Library) -> None:
    assert ids(library, "gyrafe") == []
    assert ids(library, "rhynocerros") == ["long"]


def test_a_right_spelling_beats_a_near_one(tmp_path: Path) -> None:
    build_library(tmp_path, [text("1", "Mouse"), text("2", "Moose"), text("3", "House")], [])
    library = Library.open(tmp_path)
    assert ids(library, "moose") == ["2"]
    assert ids(library, "mouse") == ["1"]
    assert set(ids(library, "mousse")) == {"1"}
    assert set(ids(library, "mose")) == {"1", "2"}


def test_ties_go_by_id_however_they_were_given(tmp_path: Path) -> None:
    entries = [text(f"{number:03d}", "Lamp", "The same words.") for number in range(100)]
    build_library(tmp_path, reversed(entries), [])
    library = Library.open(tmp_path)
    assert ids(library, "lamp", 7) == [f"{number:03d}" for number in range(7)]
    assert library.search_texts("lamp", 3) == library.search_texts("lamp", 3)


def test_entries_come_back_whole(library: Library) -> None:
    assert (library.num_texts, library.num_pictures) == (len(TEXTS), len(PICTURES))
    for entry in TEXTS:
        assert library.text(entry.id) == entry
    for picture in PICTURES:
        assert library.picture(picture.id) == picture
    assert library.text("nothing") is None
    assert library.picture("flag/chad") is None


def test_pictures_are_found_by_title_keyword_caption_and_artist(library: Library) -> None:
    def found(query: str) -> list[str]:
        return [hit.entry.id for hit in library.search_pictures(query)]

    assert found("giraffe") == ["p/giraffe", "p/okapi"]
    assert found("spotted animals") == ["p/giraffe"]
    assert found("drawn by Ben") == ["p/okapi"]


@settings(max_examples=200, deadline=None)
@given(query=st.text(max_size=200) | st.from_regex(r"[\w\"'()+\-:^~*\[\]{}/\\ ]{0,80}"))
def test_any_string_is_a_query(library: Library, query: str) -> None:
    hits = library.search_texts(query, 3)
    assert len(hits) <= 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    library.telling_stems(query)


def test_very_long_queries(library: Library) -> None:
    assert ids(library, "flag of Chad " * 1000)[0] == "flag/chad"
    assert ids(library, "z" * 10_000) == []
    many = " ".join(f"word{number}" for number in range(2000))
    assert ids(library, f"giraffe {many}")[0] == "giraffe"


def test_an_empty_library(tmp_path: Path) -> None:
    build_library(tmp_path, [], [])
    library = Library.open(tmp_path)
    assert library.search_texts("giraffe") == []
    assert library.search_pictures("girafe") == []


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    build_library(tmp_path / "a", TEXTS, PICTURES)
    build_library(tmp_path / "b", reversed(TEXTS), reversed(PICTURES))
    build_library(tmp_path / "c", TEXTS[1:], PICTURES)
    a, b, c = (Library.open(tmp_path / name).fingerprint for name in "abc")
    assert a == b != c


def test_two_entries_with_one_id(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="share the id 'x'"):
        build_library(tmp_path / "index", [text("x", "One"), text("x", "Two")], [])
    with pytest.raises(LibraryError, match="no index"):
        Library.open(tmp_path / "index")


def test_a_failed_build_leaves_the_old_library(tmp_path: Path) -> None:
    build_library(tmp_path, TEXTS, [])

    def broken():
        yield TEXTS[0]
        raise RuntimeError("the source dried up")

    with pytest.raises(RuntimeError):
        build_library(tmp_path, broken(), [])
    assert Library.open(tmp_path).num_texts == len(TEXTS)
    assert len(list(tmp_path.glob("generation-*"))) == 1


def test_an_open_library_survives_a_new_build(tmp_path: Path) -> None:
    build_library(tmp_path, TEXTS, [])
    before = Library.open(tmp_path)
    build_library(tmp_path, TEXTS[:2], [])
    assert ids(before, "giraffe")[0] == "giraffe"
    assert ids(Library.open(tmp_path), "giraffe") == []


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(LibraryError, match="holds other files"):
        build_library(tmp_path, TEXTS, [])
    with pytest.raises(LibraryError, match="is a file"):
        build_library(tmp_path / "thesis.txt", TEXTS, [])
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GenEvolveError) as caught:
        build_library(tmp_path / "file" / "index", TEXTS, [])
    assert isinstance(caught.value, StorageError)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="needs limits on files")
@pytest.mark.parametrize("limit", [100, 20_000, 300_000])
def test_a_full_disk_is_one_line_and_spares_the_old_library(tmp_path: Path, limit: int) -> None:
    """Every file may grow to `limit` bytes only: the closest that a test can come to a full disk."""
    build_library(tmp_path, TEXTS, [])
    script = """
        import resource, sys
        from pathlib import Path
        from genevolve.errors import StorageError
        from genevolve.index import build_library
        from genevolve.records import TextEntry
        entries = [TextEntry(id=str(n), title=f"w{n}", text=f"a{n * 7} b{n * 13} c{n * 31} " * 20) for n in range(6000)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
        try:
            build_library(Path(sys.argv[1]), entries, [])
        except StorageError as error:
            print(error)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path), str(limit)], capture_output=True, text=True
    )
    assert run.stdout.count("\n") == 1, run.stderr
    assert "cannot be written" in run.stdout
    assert Library.open(tmp_path).num_texts == len(TEXTS)
    assert len(list(tmp_path.glob("generation-*"))) == 1


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no index"):
        Library.open(tmp_path / "nowhere")
    with pytest.raises(LibraryError, match="no index"):
        Library.open(tmp_path)


def test_every_damaged_file_is_noticed(tmp_path: Path) -> None:
    build_library(tmp_path, TEXTS, PICTURES)
    files = [file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith(".lock")]
    assert len(files) > 10
    for file in files:
        content = file.read_bytes()
        damages = [content[: len(content) // 2], content[:-1] + bytes([content[-1] ^ 1]), None]
        for damage in damages:
            file.unlink() if damage is None else file.write_bytes(damage)
            with pytest.raises(LibraryError, match=r"damaged|no index") as caught:
                Library.open(tmp_path)
            assert "\n" not in str(caught.value)
            file.write_bytes(content)
    assert Library.open(tmp_path).num_texts == len(TEXTS)


@pytest.mark.parametrize(
    "content", ["", "[]", "null", "7", '{"schema_version": 1}', "\x00", '{"schema_version": "one"}']
)
def test_meta_that_is_no_meta(tmp_path: Path, content: str) -> None:
    (tmp_path / "meta.json").write_text(content)
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "told"), [("schema_version", 99, "version 99"), ("analyser", "klingon-1", "words")]
)
def test_another_version(tmp_path: Path, key: str, value: object, told: str) -> None:
    build_library(tmp_path, TEXTS, [])
    meta = json.loads((tmp_path / "meta.json").read_text())
    (tmp_path / "meta.json").write_text(json.dumps(meta | {key: value}))
    with pytest.raises(LibraryError, match=told):
        Library.open(tmp_path)


@pytest.mark.parametrize("generation", ["..", "/etc", "generation-1/../..", ""])
def test_meta_cannot_point_elsewhere(tmp_path: Path, generation: str) -> None:
    build_library(tmp_path / "index", TEXTS, [])
    meta = json.loads((tmp_path / "index" / "meta.json").read_text())
    (tmp_path / "index" / "meta.json").write_text(json.dumps(meta | {"generation": generation}))
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(tmp_path / "index")


def test_opening_writes_nothing(tmp_path: Path) -> None:
    build_library(tmp_path, TEXTS, PICTURES)
    before = {file: file.stat().st_mtime_ns for file in [tmp_path, *tmp_path.rglob("*")]}
    library = Library.open(tmp_path)
    library.search_texts("girafe")
    library.search_pictures("giraffe")
    assert {file: file.stat().st_mtime_ns for file in [tmp_path, *tmp_path.rglob("*")]} == before


@pytest.mark.skipif(os.name != "posix", reason="needs file modes")
def test_a_read_only_library_opens() -> None:
    """As somebody who may read it only; the superuser, whom file modes do not stop, becomes nobody for it."""
    script = """
        import os, sys
        from pathlib import Path
        from genevolve.index import Library
        from genevolve.index.analysis import words
        words("load what is needed before")
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        library = Library.open(Path(sys.argv[1]))
        print(library.search_texts("girafe")[0].entry.id, os.access(sys.argv[1], os.W_OK))
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "index"
        build_library(path, TEXTS, PICTURES)
        for file in [Path(place), path, *path.rglob("*")]:
            file.chmod(0o555 if file.is_dir() else 0o444)
        run = subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(path)], capture_output=True, text=True)
        for folder in [Path(place), path, *path.rglob("*")]:
            folder.chmod(0o755)
    assert run.stdout.split() == ["giraffe", "False"], run.stderr


def test_covering_the_query_beats_repeating_a_part_of_it(tmp_path: Path) -> None:
    texts = [
        text("all", "Notes of a traveller", "The ferry to the island of Oru carries salt, lamps and a piano."),
        text("part", "Piano", "A piano, a piano, a grand piano: the piano of pianos."),
        *(text(f"other{number}", f"Harbour {number}", "Nets, boats and a salt wind.") for number in range(30)),
    ]
    build_library(tmp_path, texts, [])
    assert ids(Library.open(tmp_path), "piano ferry island lamps")[0] == "all"


def test_a_name_is_found_with_a_word_between(tmp_path: Path) -> None:
    texts = [text("fact", "Oru: capital", "Lim."), text("city", "Capital city", "The city where a government sits.")]
    texts += [text(f"town{number}", f"Town {number}", "A city near the capital of Oru.") for number in range(20)]
    build_library(tmp_path, texts, [])
    assert "fact" in ids(Library.open(tmp_path), "capital city of Oru", 2)


def test_a_slip_that_happens_to_stand_in_one_text(tmp_path: Path) -> None:
    texts = [text(f"m{number}", "Mauritius", "An island.") for number in range(9)]
    build_library(tmp_path, [*texts, text("typo", "Letters", "He wrote Maritius, by mistake.")], [])
    found = ids(Library.open(tmp_path), "maritius", 20)
    assert found[0] == "m0"
    assert "typo" in found


def test_a_word_known_to_the_texts_is_no_slip_among_the_pictures(tmp_path: Path) -> None:
    pictures = [PictureEntry(id=title, title=title, locator=title) for title in ("cut", "eye")]
    build_library(tmp_path, [text("1", "Animals", "A cute animal.")], pictures)
    found = [hit.entry.id for hit in Library.open(tmp_path).search_pictures("cute eye")]
    assert found[0] == "eye"


def test_searching_from_many_threads(library: Library) -> None:
    queries = ["girafe", "flag of Chad", "lightbulb", "京都", "The Who"] * 20
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda query: ids(library, query), queries))
    assert found == [ids(library, query) for query in queries]
