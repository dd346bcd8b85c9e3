"""Run folders, append-only records, content-addressed pictures. What is on disk is the truth."""

from genevolve.store.file_cache import FileCache
from genevolve.store.files import inside, rewrite_lines, write_whole
from genevolve.store.images import ImageStore
from genevolve.store.jsonl import append_records, read_records
from genevolve.store.picture_cache import PictureCache
from genevolve.store.run import SETTINGS_FILE, Run

__all__ = [
    "SETTINGS_FILE",
    "FileCache",
    "ImageStore",
    "PictureCache",
    "Run",
    "append_records",
    "inside",
    "read_records",
    "rewrite_lines",
    "write_whole",
]
