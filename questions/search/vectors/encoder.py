"""Makes vectors of texts with the model, on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import onnxruntime

from pq_archive.memory import give_back_memory, share_memory_among_threads

from . import model
from .model import Files, ModelUnavailable
from .whole_numbers import is_faster, multiply_whole_numbers
from .word_pieces import WordPieces

BATCH = 8  # texts of about the same length; larger batches take longer for each text
PROCESSORS = len(os.sched_getaffinity(0))
HEADINGS_KEPT = 20_000
HEADING_COUNTS = 0.4  # beside the question's own text

Vectors = Any  # numpy array of float32, one row of length 1 for each text


class Encoder:
    """A process that has one takes some 250 MB, and 300 while it makes many vectors. Raises ModelUnavailable."""

    def __init__(self, files: Files):
        share_memory_among_threads()
        content = model.read(files.model)
        vocabulary = model.read(files.vocabulary).decode("utf-8")
        try:
            self.pieces = WordPieces(vocabulary.splitlines())
            self.session = start_session(multiply_whole_numbers(content) if is_faster() else content)
        except Exception as error:
            raise ModelUnavailable(f"{files.model.path} and its vocabulary cannot be used: {error}") from error
        self.kept: dict[str, Any] = {}  # vectors of headings
        self.pool = ThreadPoolExecutor(PROCESSORS, thread_name_prefix="encoder")
        self.inputs = [given.name for given in self.session.get_inputs()]
        self.size: int = self.encode(["size"]).shape[1]  # numbers in a vector
        give_back_memory()  # what loading took

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of length 1 for each text, in the same order."""
        pieces = [self.pieces.numbers(text) for text in texts]
        in_order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        batches = [in_order[start : start + BATCH] for start in range(0, len(in_order), BATCH)]
        found = np.concatenate(self._run_all([[pieces[place] for place in batch] for batch in batches]))
        vectors = np.empty_like(found)
        vectors[in_order] = found
        return vectors

    def encode_questions(self, questions: Iterable[tuple[str, str]]) -> Vectors:
        """For each (heading, text without its formula): the text's vector with some of the heading's."""
        headings, texts = zip(*questions, strict=True)
        return unit(self.encode(texts) + HEADING_COUNTS * self._of_headings(headings))

    def _of_headings(self, headings: Sequence[str]) -> Vectors:
        """Their vectors; zeros for an empty one. Many questions have the same heading."""
        found = {one: self.kept.get(one) for one in headings}  # other threads use `kept` too
        found[""] = np.zeros(self.size, dtype=np.float16)
        fresh = [one for one, vector in found.items() if vector is None]
        if fresh:
            made = dict(zip(fresh, self.encode(fresh).astype(np.float16), strict=True))
            found |= made
            self.kept = (self.kept if len(self.kept) < HEADINGS_KEPT else {}) | made
        return np.array([found[one] for one in headings], dtype=np.float32)

    def _run_all(self, batches: list[list[list[int]]]) -> list[Vectors]:
        """Several at once, which takes less time than sharing each of them out among the processors."""
        if len(batches) == 1:
            return [self._run(batches[0])]
        found = [*self.pool.map(self._run, batches)]
        give_back_memory()
        return found

    def _run(self, batch: list[list[int]]) -> Vectors:
        longest = max(map(len, batch))
        numbers = np.array([one + [0] * (longest - len(one)) for one in batch], dtype=np.int64)
        mask = np.array([[1] * len(one) + [0] * (longest - len(one)) for one in batch], dtype=np.int64)
        given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        of_pieces = self.session.run(None, {name: given[name] for name in self.inputs})[0]
        return unit(_mean(of_pieces, mask))


def start_session(content: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the batches run in threads of ours
    options.enable_cpu_mem_arena = False  # it would keep what the longest batch needed
    return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])


def _mean(of_pieces: Any, mask: Any) -> Vectors:
    """The mean of the pieces' vectors; if the model gives one vector for each text already, that one."""
    if of_pieces.ndim == 2:
        return of_pieces
    weights = mask[:, :, None].astype(np.float32)
    return (of_pieces * weights).sum(axis=1) / weights.sum(axis=1)


def unit(vectors: Any) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
