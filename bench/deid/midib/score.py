"""Scores the outputs of any de-identification tool against an answer key, the way of the MIDI-B challenge.

A file that did not come out counts as failed in every one of its answers.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import answers as key
import picture

IMAGE_TYPES = ("00080008",)
LONGEST_SHIFT = timedelta(days=40 * 366)


@dataclass
class Failure:
    answer: key.Answer
    why: str


class Score:
    def __init__(self):
        self.total, self.passed = Counter(), Counter()
        self.failures = []

    def add(self, answer, why):
        """`why` is None for what is right. What could not be seen before is no check of hiding."""
        if why == picture.UNSEEN:
            return
        self.total[answer.kind] += 1
        if why is None:
            self.passed[answer.kind] += 1
        else:
            self.failures.append(Failure(answer, why))


def element_at(data_set, path):
    """The element at "0040a730[0].0040a160", or None."""
    here = data_set
    steps = path.split(".")
    for number, step in enumerate(steps):
        tag, _, index = step.partition("[")
        element = here.get(int(tag, 16)) if here is not None else None
        if element is None or number == len(steps) - 1:
            return element
        items = element.value or []
        position = int(index.rstrip("]"))
        here = items[position] if position < len(items) else None
    return None


def text_at(data_set, path):
    element = element_at(data_set, path)
    return None if element is None or element.value is None else key.value_text(element)


def retains(wanted, found):
    """Equal as numbers or as texts, or found as a word."""
    if wanted == found or wanted.lower() in found.lower():
        return True
    try:
        return [float(one) for one in wanted.split("\\")] == [float(one) for one in found.split("\\")]
    except ValueError:
        return False


def derived(image_type):
    """A picture of which pixels were changed is no ORIGINAL any more (PS3.3, C.7.6.1.1.2)."""
    return "\\".join(["DERIVED", *image_type.split("\\")[1:]])


class OneFile:
    """One input and what became of it."""

    def __init__(self, before, after, search):
        self.before, self.after, self._search = before, after, search

    def tag_retained(self, answer):
        return None if element_at(self.after, answer.path) is not None else "the element is gone"

    def text_notnull(self, answer):
        return None if text_at(self.after, answer.path) else "the value is empty or gone"

    def text_retained(self, answer):
        found = text_at(self.after, answer.path)
        wanted = derived(answer.text) if answer.path in IMAGE_TYPES and self._is_other_picture() else answer.text
        return None if found is not None and retains(wanted, found) else "the text is gone"

    def _is_other_picture(self):
        return picture.is_painted(self.before, self.after)

    def text_removed(self, answer):
        if not answer.path:
            return "the text is still in the file" if self._search(answer) else None
        found = text_at(self.after, answer.path) or ""
        return "the text is still there" if answer.text.lower() in found.lower() else None

    def uid_changed(self, answer):
        found = (text_at(self.after, answer.path) or "").split("\\")
        if not any(found):
            return "the UID is gone"
        kept = [uid for uid in answer.text.split("\\") if key.is_instance_uid(uid) and uid in found]
        return f"{len(kept)} UIDs are as they were" if kept else None

    def pixels_hidden(self, answer):
        return picture.hidden(self.before, self.after, answer.boxes[0]["box"])

    def pixels_retained(self, answer):
        return picture.retained(self.before, self.after, [box["box"] for box in answer.boxes])


class Consistency:
    """What can be judged only over all files: equal becomes equal, different stays different, dates move together."""

    def __init__(self):
        self._uids, self._patients = Mapping(), Mapping()
        self._shifts = defaultdict(Counter)

    def learn(self, answer, after):
        found = text_at(after, answer.path) if hasattr(self, answer.kind) else None
        if found is None:
            return
        if answer.kind == "uid_consistent":
            for old, new in zip(answer.text.split("\\"), found.split("\\")):
                self._uids.learn(old, new)
        if answer.kind == "patid_consistent":
            self._patients.learn(answer.text, found)
        if answer.kind == "date_shifted":
            self._shifts[answer.patient].update(shifts(answer.text, found))

    def uid_consistent(self, answer, after):
        found = (text_at(after, answer.path) or "").split("\\")
        return self._uids.fault(zip(answer.text.split("\\"), found))

    def patid_consistent(self, answer, after):
        return self._patients.fault([(answer.text, text_at(after, answer.path) or "")])

    def date_shifted(self, answer, after):
        found = text_at(after, answer.path)
        if not found:
            return "the date is gone"
        moved = shifts(answer.text, found)
        if len(moved) != len(answer.text.split("\\")):
            return "what is there is no date"
        if any(shift == timedelta(0) or abs(shift) > LONGEST_SHIFT for shift in moved):
            return "the date is as it was, or of another age"
        usual = self._shifts[answer.patient].most_common(1)[0][0]
        return None if set(moved) == {usual} else "the date moved by another interval than the patient's other dates"


class Mapping:
    def __init__(self):
        self._new, self._old = defaultdict(Counter), defaultdict(set)

    def learn(self, old, new):
        self._new[old][new] += 1
        self._old[new].add(old)

    def fault(self, pairs):
        for old, new in pairs:
            if not new:
                return "there is nothing"
            if self._new[old].most_common(1)[0][0] != new:
                return "it became something else than elsewhere"
            if len(self._old[new]) > 1:
                return "two different ones became one"
        return None


def day(text):
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def shifts(before, after):
    pairs = [(day(old), day(new)) for old, new in zip(before.split("\\"), after.split("\\"))]
    return [new - old for old, new in pairs if old and new]


def score(answers, inputs, outputs, search):
    """`inputs` and `outputs`: file -> data set; an output that is missing or cannot be read is not in it.

    `search(answer)` tells whether a text is anywhere in the bytes of the file's output.
    """
    result, consistency = Score(), Consistency()
    for answer in answers:
        if answer.file in outputs:
            consistency.learn(answer, outputs[answer.file])
    for answer in answers:
        after = outputs.get(answer.file)
        if after is None:
            result.add(answer, "the file did not come out")
        elif hasattr(consistency, answer.kind):
            result.add(answer, getattr(consistency, answer.kind)(answer, after))
        else:
            one = OneFile(inputs[answer.file], after, search)
            result.add(answer, getattr(one, answer.kind)(answer))
    return result
