"""CounterFact (Meng et al. 2022) in the flat form that EasyEdit distributes."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks.reading import Benchmark, Shape, Text, read_list, sha256_of, shaped
from app.data.edit import Edit, Fact, Probe, ProbeKind, Record


class CounterFactShape(Shape):
    """One record; `prompt`, `rephrase_prompt` and `locality_prompt` are beginnings to be continued."""

    prompt: Text
    target_new: Text
    subject: Text
    rephrase_prompt: Text
    locality_prompt: Text
    ground_truth: str = ""
    locality_ground_truth: str = ""


def read_counterfact(path: Path) -> Benchmark:
    """Every record: the edit is `prompt` and `target_new` as one sentence.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    rows = shaped(path, read_list(path), CounterFactShape)
    records = tuple(_record(row, number) for number, row in enumerate(rows, start=1))
    return Benchmark(records, path.name, sha256_of(path))


def _record(row: CounterFactShape, number: int) -> Record:
    prompt, subject, target = row.prompt.strip(), row.subject.strip(), row.target_new.strip()
    probes = (
        Probe("efficacy", prompt, target),
        Probe("paraphrase", row.rephrase_prompt.strip(), target),
        Probe("neighbourhood", row.locality_prompt.strip()),
    )
    edit = Edit.stating(Fact(prompt, target, subject), "en")
    true, nearby = row.ground_truth.strip(), row.locality_ground_truth.strip()
    former: tuple[tuple[ProbeKind, str], ...] = (("efficacy", true), ("paraphrase", true), ("neighbourhood", nearby))
    rivals = tuple((kind, target, answer) for kind, answer in former if answer)
    return Record(edit, subject, probes, name=str(number), rivals=rivals)
