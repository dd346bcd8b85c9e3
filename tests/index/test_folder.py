from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import anyio
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from genevolve.errors import LibraryError, ToolError
from genevolve.index import FolderReport, build_folder_index, build_library, open_folder_index
from genevolve.records import TextEntry


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "guide.md").write_text(
        "# Brand guide\n\nThe primary colour is **teal**.\n\n## Voice\n\nWarm and plain.\n"
    )
    (folder / "history.txt").write_text("Company history\n\nFounded in 1911 by two sisters.\n")
    (folder / "page.html").write_text(
        "<html><head><title>Press &amp; news</title><script>var teal = 1</script></head>"
        "<body><h1>Hello</h1><p>Our <b>mas</b>cot is a heron.</p></body></html>"
    )
    return folder


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    (folder / "logos").mkdir(parents=True)
    Image.new("RGB", (40, 20), (0, 128, 128)).save(folder / "logos" / "acme-logo_dark@2x.png")
    Image.new("RGB", (40, 20), "red").save(folder / "heron.jpg")
    return folder


def build(tmp_path: Path, texts: Path | None = None, images: Path | None = None) -> FolderReport:
    return build_folder_index(tmp_path / "index", texts=texts, images=images)


def counts(report: FolderReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.removed, report.unchanged


def found(tmp_path: Path, query: str) -> list[str]:
    return [hit.entry.id for hit in open_folder_index(tmp_path / "index").library.search_texts(query)]


def load(tmp_path: Path, key: str) -> Image.Image:
    provider = open_folder_index(tmp_path / "index")

    async def run() -> bytes:
        pictures = await provider.search_pictures(key, 1)
        return await provider.load(pictures[0])

    return Image.open(io.BytesIO(anyio.run(run)))


def test_both_folders(tmp_path: Path, texts: Path, images: Path) -> None:
    report = build(tmp_path, texts, images)
    assert counts(report) == (5, 0, 0, 0)
    assert (report.num_texts, report.num_pictures, report.skipped, report.notes) == (3, 2, (), ())
    library = open_folder_index(tmp_path / "index").library
    guide = library.search_texts("primary color colour of the brand")[0].entry
    assert (guide.title, guide.url, guide.source) == ("Brand guide", "guide.md", "texts")
    assert "teal" in guide.text
    assert "*" not in guide.text
    press = library.search_texts("mascot")[0].entry
    assert press.title == "Press & news"
    assert "var teal" not in press.text
    assert library.search_texts("sisters")[0].entry.title == "Company history"
    logo = library.search_pictures("dark acme logo")[0].entry
    assert (logo.title, logo.keywords, logo.locator) == ("acme logo dark", ("logos",), "logos/acme-logo_dark@2x.png")
    assert logo.caption == "In the folder logos."
    assert str(report) == "text passages: 3, pictures: 2; files: 5 added"


def test_a_second_run_reads_nothing_and_writes_nothing(
    tmp_path: Path, texts: Path, images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, texts, images)
    before = (tmp_path / "index" / "meta.json").stat().st_mtime_ns
    reads: list[Path] = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: reads.append(path) or read_bytes(path))
    assert counts(build(tmp_path, texts, images)) == (0, 0, 0, 5)
    assert not [path for path in reads if texts in path.parents or images in path.parents]
    assert (tmp_path / "index" / "meta.json").stat().st_mtime_ns == before


def test_only_what_changed_is_read_again(tmp_path: Path, texts: Path, images: Path) -> None:
    build(tmp_path, texts, images)
    (texts / "guide.md").write_text("# Brand guide\n\nThe primary colour is crimson.\n")
    (texts / "history.txt").unlink()
    (texts / "new.txt").write_text("A page about otters.")
    os.utime(texts / "page.html", ns=(1, 1))
    assert counts(build(tmp_path, texts, images)) == (1, 1, 1, 3)
    assert found(tmp_path, "crimson") == ["texts/guide.md#1"]
    assert found(tmp_path, "teal") == []
    assert found(tmp_path, "sisters") == []
    assert found(tmp_path, "otter") == ["texts/new.txt#1"]
    assert found(tmp_path, "mascot") == ["texts/page.html#1"]
    assert counts(build(tmp_path, texts, images)) == (0, 0, 0, 5)


def test_incremental_gives_what_a_fresh_build_gives(tmp_path: Path, texts: Path, images: Path) -> None:
    build(tmp_path, texts, images)
    (texts / "history.txt").unlink()
    (images / "heron.txt").write_text("A grey heron by the water")
    build(tmp_path, texts, images)
    build_folder_index(tmp_path / "fresh", texts=texts, images=images)
    one, other = (open_folder_index(tmp_path / name).library for name in ("index", "fresh"))
    assert one.fingerprint == other.fingerprint


def test_leaving_a_folder_out_or_changing_it(tmp_path: Path, texts: Path, images: Path) -> None:
    build(tmp_path, texts, images)
    assert counts(build(tmp_path, texts, None)) == (0, 0, 2, 3)
    other = tmp_path / "other"
    texts.rename(other)
    report = build(tmp_path, other, images)
    assert (report.added, report.num_texts, report.num_pictures) == (5, 3, 2)


def test_a_damaged_index_is_made_anew(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts)
    (tmp_path / "index" / "meta.json").write_text("{")
    assert counts(build(tmp_path, texts)) == (3, 0, 0, 0)
    assert found(tmp_path, "teal") == ["texts/guide.md#1"]


def test_another_library_is_not_overwritten(tmp_path: Path, texts: Path) -> None:
    build_library(tmp_path / "index", [TextEntry(id="x", title="x", text="x")], [])
    with pytest.raises(LibraryError, match="not made from folders"):
        build(tmp_path, texts)
    with pytest.raises(LibraryError, match="not made from folders"):
        open_folder_index(tmp_path / "index")


@pytest.mark.parametrize(("texts", "images"), [(None, None), (Path("nowhere"), None), (None, Path("nowhere"))])
def test_no_folder(tmp_path: Path, texts: Path | None, images: Path | None) -> None:
    with pytest.raises(LibraryError, match=r"nothing to index|there is no folder nowhere"):
        build(tmp_path, texts, images)


def test_unusable_files_are_skipped_with_a_reason(tmp_path: Path, texts: Path, images: Path) -> None:
    for name in ("cut.png", "cut.jpg", "cut.webp"):
        Image.effect_noise((600, 600), 50).convert("RGB").save(images / name)
        os.truncate(images / name, (images / name).stat().st_size // 2)
    (images / "empty.png").write_bytes(b"")
    (images / "text.jpg").write_text("no picture")
    (images / "gif.png").write_bytes(b"GIF89a" + bytes(40))
    Image.new("1", (9000, 9000)).save(images / "large.png")
    Image.new("1", (10_000, 10_000)).save(images / "larger.png")
    make_sparse(images / "huge.png", 65 * 2**20)
    make_sparse(texts / "huge.txt", 17 * 2**20)
    (images / "drawing.svg").write_text("<svg/>")
    Image.new("RGB", (9, 9)).save(images / "odd.png")
    (images / "odd.json").write_text("[1, 2]")
    (texts / "latin.txt").write_bytes("naïve".encode("latin-1"))
    (texts / "blank.md").write_text(" \n")
    report = build(tmp_path, texts, images)
    assert {skipped.name: skipped.reason for skipped in report.skipped} == {
        "cut.jpg": "broken picture",
        "cut.png": "broken picture",
        "cut.webp": "no readable PNG, JPEG or WebP picture",
        "empty.png": "no readable PNG, JPEG or WebP picture",
        "text.jpg": "no readable PNG, JPEG or WebP picture",
        "gif.png": "no readable PNG, JPEG or WebP picture",
        "large.png": "more than 80 million pixels",
        "larger.png": "more than 80 million pixels",
        "huge.png": "larger than 64 MB",
        "huge.txt": "larger than 16 MB",
        "odd.png": "its caption file odd.json is not a JSON object",
        "latin.txt": "not UTF-8 text: save it as UTF-8",
        "blank.md": "no text in it",
    }
    assert report.notes == ("1 SVG files skipped: export them as PNG to index them",)
    assert (report.num_texts, report.num_pictures) == (3, 2)
    again = build(tmp_path, texts, images)
    assert again.skipped == report.skipped
    assert counts(again) == (0, 0, 0, 5)


def make_sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def test_pdf_without_its_reader(tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (texts / "one.pdf").write_bytes(b"%PDF-1.4")
    (texts / "two.PDF").write_bytes(b"%PDF-1.4")
    for _ in range(2):
        report = build(tmp_path, texts)
        assert report.notes == ("2 PDF files skipped: pip install genevolve[pdf]",)
        assert (report.num_texts, report.skipped) == (3, ())


def test_pdf_with_its_reader(tmp_path: Path, texts: Path) -> None:
    pytest.importorskip("pypdf")
    (texts / "one.pdf").write_bytes(minimal_pdf("A page about walruses"))
    (texts / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    report = build(tmp_path, texts)
    assert [(skipped.name, skipped.reason) for skipped in report.skipped] == [("bad.pdf", "a PDF that cannot be read")]
    assert found(tmp_path, "walrus") == ["texts/one.pdf#1"]


def minimal_pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 20 50 Td ({words}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode()


def test_long_documents_become_passages(tmp_path: Path, texts: Path) -> None:
    sentences = [
        f"Chapter {number} tells of the river Oru and its many bridges in the far north." for number in range(40)
    ]
    sentences[30] = "The ferryman kept a lynx."
    (texts / "river.txt").write_text("The river Oru\n\n" + " ".join(sentences) + " " + "endless " * 1000)
    build(tmp_path, texts)
    library = open_folder_index(tmp_path / "index").library
    hit = library.search_texts("lynx of the ferryman")[0].entry
    assert hit.title == "The river Oru"
    assert hit.id != "texts/river.txt#1"
    parts = [hit.entry for hit in library.search_texts("river Oru endless", 50) if hit.entry.title == "The river Oru"]
    assert len(parts) > 8
    assert all(len(part.text.split()) <= 180 for part in parts)
    assert sum(len(part.text.split()) for part in parts) == len(" ".join(sentences).split()) + 1000


def test_captions_beside_the_picture(tmp_path: Path, images: Path) -> None:
    (images / "heron.txt").write_text("A grey heron standing by the water.\n")
    (images / "logos" / "acme-logo_dark@2x.json").write_text(
        json.dumps({"title": "Acme mark", "description": "White letters", "tags": "night, web", "author": "Zoe"})
    )
    Image.new("RGB", (9, 9)).save(images / "third.webp")
    (images / "third.md").write_text("# Third\nA *green* door")
    build(tmp_path, None, images)
    library = open_folder_index(tmp_path / "index").library
    heron, logo, third = (library.search_pictures(query)[0].entry for query in ("heron", "acme mark", "green door"))
    assert (heron.title, heron.caption) == ("heron", "A grey heron standing by the water.")
    assert (logo.title, logo.caption, logo.artist) == ("Acme mark", "White letters", "Zoe")
    assert logo.keywords == ("night", "web", "acme logo dark", "logos")
    assert third.id == "images/third.webp"


def test_a_changed_caption_updates_the_picture(tmp_path: Path, images: Path) -> None:
    build(tmp_path, None, images)
    (images / "heron.txt").write_text("It flies over reeds")
    assert counts(build(tmp_path, None, images)) == (0, 1, 0, 1)
    assert open_folder_index(tmp_path / "index").library.search_pictures("reeds")[0].entry.id == "images/heron.jpg"
    (images / "heron.txt").unlink()
    assert counts(build(tmp_path, None, images)) == (0, 1, 0, 1)
    assert open_folder_index(tmp_path / "index").library.search_pictures("reeds") == []


def iptc_jpeg(caption: bytes) -> bytes:
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    resource = b"8BIM\x04\x04\x00\x00" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    segment = b"Photoshop 3.0\0" + resource
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, format="JPEG")
    whole = buffer.getvalue()
    return whole[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + whole[2:]


def test_captions_inside_the_picture(tmp_path: Path, images: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "A lighthouse in fog"
    exif[ExifTags.Base.Artist] = "Mia"
    Image.new("RGB", (8, 8)).save(images / "a.jpg", exif=exif)
    (images / "b.jpg").write_bytes(iptc_jpeg(b"A windmill at noon"))
    xmp = (
        b"<x:xmpmeta><rdf:Description>"
        b"<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>A ferry &amp; gulls</rdf:li>"
        b"</rdf:Alt></dc:description><dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description>"
        b"</x:xmpmeta>"
    )
    Image.new("RGB", (8, 8)).save(images / "c.webp", xmp=xmp)
    words = PngImagePlugin.PngInfo()
    words.add_text("Description", "A tram on a bridge")
    Image.new("RGB", (8, 8)).save(images / "d.png", pnginfo=words)
    (images / "e.jpg").write_bytes(iptc_jpeg(b"\xff\xfe\x00 broken words")[:-40] + b"\xff\xd9")
    build(tmp_path, None, images)
    library = open_folder_index(tmp_path / "index").library
    told = {
        entry.id: entry
        for query in ("lighthouse", "windmill", "ferry", "tram")
        for hit in library.search_pictures(query)
        for entry in [hit.entry]
    }
    assert told["images/a.jpg"].caption == "A lighthouse in fog"
    assert told["images/a.jpg"].artist == "Mia"
    assert told["images/b.jpg"].caption == "A windmill at noon"
    assert told["images/c.webp"].caption == "A ferry & gulls"
    assert told["images/c.webp"].keywords == ("harbour",)
    assert told["images/d.png"].caption == "A tram on a bridge"


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path, texts: Path, images: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "diary.txt").write_text("walrus")
    Image.new("RGB", (8, 8)).save(secret / "face.png")
    (texts / "diary.txt").symlink_to(secret / "diary.txt")
    (texts / "inside.txt").symlink_to(texts / "history.txt")
    (texts / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    (texts / "loop.txt").symlink_to(texts / "loop.txt")
    (images / "face.png").symlink_to(secret / "face.png")
    (images / "all").symlink_to(secret)
    (images / "heron.txt").symlink_to(secret / "diary.txt")
    report = build(tmp_path, texts, images)
    reasons = {skipped.name: skipped.reason for skipped in report.skipped}
    assert reasons == {
        "diary.txt": "a link that leaves the folder is not followed",
        "nowhere.txt": "a link that leads nowhere",
        "loop.txt": "a link that leads nowhere",
        "face.png": "a link that leaves the folder is not followed",
        "heron.txt": "a link that leaves the folder is not followed",
        "all": "a link to a folder is not followed",
    }
    assert (report.num_texts, report.num_pictures) == (4, 2)
    assert found(tmp_path, "walrus") == []
    assert open_folder_index(tmp_path / "index").library.search_pictures("walrus") == []


def test_an_index_inside_the_folder_is_not_indexed(tmp_path: Path, texts: Path) -> None:
    for _ in range(2):
        report = build_folder_index(texts / "index", texts=texts, images=None)
    assert counts(report) == (0, 0, 0, 3)


def test_hidden_files_are_passed_over(tmp_path: Path, texts: Path) -> None:
    (texts / ".git").mkdir()
    (texts / ".git" / "config.txt").write_text("walrus")
    (texts / ".hidden.md").write_text("walrus")
    assert counts(build(tmp_path, texts)) == (3, 0, 0, 0)


def test_pictures_are_loaded_upright_small_and_clean(tmp_path: Path, images: Path) -> None:
    picture = Image.new("RGB", (2000, 1000), "white")
    picture.paste("red", (0, 0, 1000, 1000))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.ImageDescription] = "sideways"
    picture.save(images / "photo.jpg", exif=exif)
    build(tmp_path, None, images)
    loaded = load(tmp_path, "sideways")
    assert (loaded.size, loaded.mode, dict(loaded.getexif())) == ((512, 1024), "RGB", {})
    red, green, _ = loaded.getpixel((256, 100))
    assert red > 200
    assert green < 60
    assert loaded.getpixel((256, 900))[1] > 200


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGBA", (255, 0, 0, 0), ("RGBA", (255, 0, 0, 0))),
        ("L", 128, ("RGB", (128, 128, 128))),
        ("LA", (128, 7), ("RGBA", (128, 128, 128, 7))),
        ("1", 1, ("RGB", (255, 255, 255))),
        ("I;16", 0x8080, ("RGB", (128, 128, 128))),
        ("P", 0, ("RGB", (0, 0, 0))),
    ],
)
def test_every_mode_comes_out_as_rgb(tmp_path: Path, images: Path, mode: str, colour: object, expected: object) -> None:
    Image.new(mode, (8, 8), colour).save(images / "swatch.png")
    build(tmp_path, None, images)
    loaded = load(tmp_path, "swatch")
    assert (loaded.mode, loaded.getpixel((4, 4))) == expected


def test_cmyk_and_profiles(tmp_path: Path, images: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(images / "ink.jpg")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (8, 8), (10, 200, 30)).save(images / "tagged.png", icc_profile=profile)
    Image.new("RGB", (8, 8), (10, 200, 30)).save(images / "mistagged.png", icc_profile=b"no profile")
    build(tmp_path, None, images)
    red, green, blue = load(tmp_path, "ink").getpixel((4, 4))
    assert red > 200 > 80 > max(green, blue)
    for name in ("tagged", "mistagged"):
        loaded = load(tmp_path, name)
        assert max(abs(a - b) for a, b in zip(loaded.getpixel((4, 4)), (10, 200, 30), strict=True)) <= 2
        assert "icc_profile" not in loaded.info


def test_a_picture_that_vanished_or_changed(tmp_path: Path, images: Path) -> None:
    build(tmp_path, None, images)
    Image.new("RGB", (40, 20), "blue").save(images / "heron.jpg")
    with pytest.raises(ToolError, match="has changed since it was indexed"):
        load(tmp_path, "heron")
    (images / "heron.jpg").unlink()
    with pytest.raises(ToolError, match="has vanished since it was indexed"):
        load(tmp_path, "heron")


def test_a_locator_must_stay_inside(tmp_path: Path, images: Path) -> None:
    build(tmp_path, None, images)
    secret = tmp_path / "secret.png"
    secret.write_bytes((images / "heron.jpg").read_bytes())
    (images / "heron.jpg").unlink()
    (images / "heron.jpg").symlink_to(secret)
    with pytest.raises(ToolError, match="leaves the folder"):
        load(tmp_path, "heron")
