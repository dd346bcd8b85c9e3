from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.index.documents import READERS, Document, decode, read_document
from genevolve.index.filenames import folder_words, name_words
from genevolve.index.passages import passages
from genevolve.index.pictures import UnusableFile


def read(name: str, content: str) -> Document:
    return read_document(PurePosixPath(name), content.encode())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("acme-logo_dark@2x.png", "acme logo dark"),
        ("AcmeLogoRGB.png", "Acme Logo RGB"),
        ("heron-1024x768.jpg", "heron"),
        ("poster (2).webp", "poster"),
        ("brand.guide.v2.pdf", "brand guide v2"),
        ("été_à_Lyon.jpg", "été à Lyon"),
        ("---.png", "---.png"),
        ("1920x1080.png", "1920x1080"),
    ],
)
def test_file_names_become_words(name: str, words: str) -> None:
    assert name_words(name) == words


def test_folder_names_become_words() -> None:
    assert folder_words(PurePosixPath("logos/night_mode/acme.png")) == ("night mode", "logos")
    assert folder_words(PurePosixPath("acme.png")) == ()


def test_markdown() -> None:
    document = read(
        "a.md",
        "---\ntitle: 'The guide'\ndraft: true\n---\nIntro with [a link](https://x.test/y) and ![alt words](p.png).\n\n"
        "## Colours ##\n\n"
        "| name | hex |\n|---|---|\n| teal | #008080 |\n\n- **bold** item\n- `code` item_with_underscores\n\n"
        "```python\nprint(1)\n```\n",
    )
    assert document.title == "The guide"
    assert document.sections[0].text == "Intro with a link and alt words."
    assert document.sections[1].heading == "Colours"
    text = document.sections[1].text
    assert "teal" in text
    assert "#008080" in text
    assert "bold item" in text
    assert "code item_with_underscores" in text
    assert not set("*`|") & set(text)


def test_a_title_without_a_heading_is_the_name() -> None:
    assert read("brand-voice.md", "Only a paragraph.").title == "brand voice"
    assert read("brand-voice.txt", "A sentence that ends.\n\nAnother.").title == "brand voice"
    assert read("x.html", "<p>Only a paragraph").title == "x"


def test_html() -> None:
    document = read(
        "a.html",
        "<!doctype html><head><title>\n A  page </title><style>p{}</style></head><body><h2>Head <i>line</i></h2>"
        "<p>One<br>two &lt;three&gt;</p><script>let secret</script><ul><li>four</li><li>five</li></ul>"
        "<img src=x alt='a red door'><svg><text>no</text></svg></body>",
    )
    assert document.title == "A page"
    assert [section.heading for section in document.sections if section.text] == ["Head line"]
    assert document.sections[-1].text == "One\ntwo <three>\nfour\nfive\na red door"


def test_html_that_names_its_encoding() -> None:
    content = '<meta charset="iso-8859-1"><p>Caf\xe9'.encode("latin-1")
    assert read_document(PurePosixPath("a.html"), content).sections[0].text == "Café"


def test_encodings() -> None:
    assert decode("\ufeffnaïve".encode()) == "naïve"
    assert decode("naïve".encode("utf-16")) == "naïve"
    for content in ("naïve".encode("latin-1"), b"\x00\x01", "naïve".encode("utf-16-le")):
        with pytest.raises(UnusableFile, match="not UTF-8"):
            decode(content, "no-such-encoding")


@pytest.mark.parametrize("ending", sorted(set(READERS) - {".pdf"}))
@given(content=st.binary(max_size=300) | st.text(alphabet="<>/!-#*`[]()|a b\n\"'&;=", max_size=200).map(str.encode))
def test_no_bytes_crash_a_reader(ending: str, content: bytes) -> None:
    try:
        document = read_document(PurePosixPath(f"file{ending}"), content)
    except UnusableFile:
        return
    assert document.title
    assert passages(document)


def test_short_sections_share_a_passage() -> None:
    document = read("a.md", "# Title\n\nOne.\n\n## Second\n\nTwo.\n\n## Third\n\n" + "Long text here. " * 70)
    first, *rest = passages(document)
    assert first.text == "One. Second Two."
    assert [passage.heading for passage in rest] == ["Third"] * len(rest)
