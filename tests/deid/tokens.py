"""The identifiers that were planted in the sample files, and every form in which one of them could survive."""

import csv
import itertools
import re

# Attributes that describe the examination or the kind of person. Clean Descriptors keeps their words on purpose,
# except those that are an identifier of the same file or a date.
DESCRIPTORS = {
    "StudyDescription",
    "SeriesDescription",
    "ProtocolName",
    "AdditionalPatientHistory",
    "EthnicGroup",
    "Occupation",
}
NAMES = {"PatientName", "ReferringPhysicianName", "PerformingPhysicianName", "OperatorsName"}
SHORTEST_NAME_PART = 4
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH_AND_YEAR = re.compile(r"\b(?:%s)[a-z]*[ ./-]?(?:19|20)\d\d\b" % "|".join(MONTHS), re.IGNORECASE)


def read(path):
    """File -> [(attribute, value)] of PHI_TOKENS.tsv."""
    planted = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            planted.setdefault(row["file"], []).append((row["attribute"], row["value"]))
    return planted


def name_parts(value):
    return [part for part in re.split(r"[\^ =,]+", value) if part]


def orders(value):
    """A name with its parts in every order and with every separator that people use."""
    parts = name_parts(value)[:3]
    for count in range(2, len(parts) + 1):
        for order in itertools.permutations(parts, count):
            for separator in (" ", "^", ", ", ",", "_", "-", "."):
                yield separator.join(order)


def dates(value):
    year, month, day = value[:4], value[4:6], value[6:8]
    for separator in ("", "-", ".", "/", ":", " "):
        yield separator.join((year, month, day))
        yield separator.join((day, month, year))
        yield separator.join((month, day, year))
    for text in (MONTHS[int(month) - 1], MONTHS[int(month) - 1].title()):
        yield f"{day} {text} {year}"
        yield f"{day}-{text}-{year}"
        yield f"{year} {text} {day}"
        yield f"{text} {day}, {year}"


def is_date(value):
    return bool(re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", value))


class Wanted:
    """One thing that must not be found. `whole`: only where no letter or digit touches it."""

    def __init__(self, attribute, text, whole=False):
        self.attribute, self.text, self.whole = attribute, text, whole


def of_descriptor(attribute, value, planted):
    """What of a descriptor identifies: the words of the other tokens, and dates in words."""
    words = {
        part.lower()
        for name, other in planted
        if name in NAMES or name == "InstitutionName"
        for part in name_parts(other)
        if len(part) >= SHORTEST_NAME_PART and part.lower() not in ("community", "hospital", "memorial", "center")
    }
    for found in MONTH_AND_YEAR.finditer(value):
        yield Wanted(attribute, found.group(), True)
    for word in re.findall(r"\w+", value):
        if word.lower() in words or is_date(word):
            yield Wanted(attribute, word, True)


def wanted(planted):
    """Everything to be searched for in what became of one file."""
    for attribute, value in planted:
        if value.startswith("<pixels>"):
            continue
        if attribute in DESCRIPTORS:
            yield from of_descriptor(attribute, value, planted)
            continue
        if is_date(value):
            for text in set(dates(value)):
                yield Wanted(attribute, text, True)
            continue
        yield Wanted(attribute, value)
        if attribute in NAMES or "^" in value:
            for text in orders(value):
                yield Wanted(attribute, text)
            for part in name_parts(value):
                if len(part) >= SHORTEST_NAME_PART:
                    yield Wanted(attribute, part, True)


def encodings(text, charsets=()):
    """The bytes of a text in lower case, in every character set in which a file could hold it."""
    forms = {text.lower().encode("utf-8")}
    for charset in ("latin-1", "utf-16-le", "utf-16-be", *charsets):
        for form in (text, text.lower()):
            try:
                encoded = form.encode(charset)
            except (UnicodeEncodeError, LookupError):
                continue
            if len(encoded) >= 4:
                forms.add(encoded.lower())
    return forms


def find(wanted_one, streams, charsets=()):
    """True if a text is in one of the streams, which are in lower case."""
    for form in encodings(wanted_one.text, charsets):
        pattern = re.escape(form)
        if wanted_one.whole:
            pattern = rb"(?<![0-9a-z.])" + pattern + rb"(?![0-9a-z.])"
        for stream in streams:
            if (re.search(pattern, stream) if wanted_one.whole else form in stream) :
                return True
    return False
