"""The keys of the YAML files, with what each of them means: one place for the loader and for the JSON Schemas of editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Keys"]


class Keys(NamedTuple):
    """The keys of one kind of mapping, those it needs and those it may have; each with a sentence about it."""

    required: Mapping[str, str] = {}
    optional: Mapping[str, str] = {}


_SOURCES = {"sources": "What it rests on: ids from sources.yaml."}
_BASIS = {
    **_SOURCES,
    "basis": "Write house-judgement where no source can be cited.",
    "because": "Why it is so.",
    "note": "A remark for whoever edits this file; nobody else sees it.",
}

# --- values that come from a fixed list ---

ATTRIBUTE_TYPES = {
    "choice": "One of the listed values.",
    "boolean": "True or false.",
    "integer": "A whole number.",
    "number": "Any number.",
}
DECISION_KINDS = {
    "value": "One value, with fields beside it where they are declared.",
    "instance": "An instance type and a count, named or sized by a ladder.",
    "map": "Several named values, merged key by key, such as hyperparameters.",
}
FIELD_TYPES = {
    "text": "A text.",
    "choice": "One of the listed values.",
    "boolean": "True or false.",
    "integer": "A whole number.",
    "number": "Any number.",
    "list": "A list of texts.",
    "records": "A list of mappings with the keys named in `keys`.",
    "notes": "A list of remarks, each a text or a note with its sources.",
    "map": "A mapping of any names to any values.",
    "table": "The name of a table.",
}
CANDIDATE_KINDS = {"algorithm": "An algorithm that is trained.", "service": "A managed service that is called."}
BASES = {"house-judgement": "Experience, where no source can be cited."}
STRENGTH_TEXTS = {"weak": "One point.", "moderate": "Two points.", "strong": "Three points."}
LEVEL_TEXTS = {
    "default": "Holds unless anything more particular is said.",
    "usual": "The normal level, and the one that counts when none is written.",
    "special": "Beats the usual choice in a particular case.",
    "required": "Leaves no choice.",
}
LEVEL_NAMES = tuple(LEVEL_TEXTS)  # by the number that a rule holds
ROUNDINGS = {
    "up": "To the next whole number above.",
    "down": "To the next whole number below.",
    "power-of-two": "To the nearest power of two.",
}
BEYOND = {
    "spread": "Take more machines where the card says that it can use them.",
    "last": "Stay with the last step.",
}

# --- declarations ---

ATTRIBUTE = Keys(
    {
        "attribute": "The name, in lower case with underscores; it becomes an option of the command line.",
        "type": "What kind of answer it takes.",
        "ask": "The question, as a person is asked it.",
    },
    {
        "help": "How to tell, in a sentence or two.",
        "unit": "What a number counts or measures.",
        "values": "The values of a choice, each with a label and other words for it.",
        "elsewhere": "What people ask for that none of the values is, each with what to take instead.",
        "group": "The group under whose heading it is listed: an id that a `- group:` entry declares.",
        "at_least": "The smallest number that is possible.",
        "above": "The bound that a number must be above.",
        "at_most": "The largest number that is possible.",
        "goal": "True for what says what is wanted at all; it is asked before anything else.",
        "demand": "True for a wish, a limit or a detail that most people do not have; it is asked last.",
        "negotiable": "True for what a person could decide otherwise, unlike what the data is or what the goal asks for.",
    },
)
ATTRIBUTE_GROUP = Keys(
    {"group": "The id, in lower case with underscores.", "title": "The heading under which its attributes are listed."}
)
ELSEWHERE = Keys(
    {
        "names": "The words that people use for it; case, accents and blanks do not count.",
        "instead": "What to take instead, in a sentence.",
    },
    _SOURCES,
)
ATTRIBUTE_VALUE = Keys(
    {},
    {
        "label": "What the value means, as a person reads it.",
        "also": "Other names for exactly this value, taken for it wherever a value is given; case, accents and blanks do not count.",
        "aliases": "Words that may mean it or something near it, used to suggest it and for nothing else.",
    },
)
DECISION = Keys(
    {"decision": "The name, in lower case with underscores.", "title": "What it is called on the page."},
    {
        "headline": "True when questions are asked until it is settled.",
        "occasional": "True when it concerns some situations only, and is told once a rule above the level default chooses it.",
        "values": "The values it may take; leave out to allow any.",
        "fields": "What may stand beside the value.",
        "shown": "The fields that the page gives beside the value.",
        "told": "The fields that the page gives after the value, as sentences.",
        "instead": "What the page gives when there is no value: the first of these texts whose {fields} are all there.",
        "kind": "Whether it is one value, an instance or a mapping.",
        "kinds": "The kinds of candidates that have it; algorithms when left out.",
        "role": "What an instance is for, as the catalog names roles.",
    },
)
FIELD = Keys(
    {"field": "The name, in lower case with underscores.", "type": "What a card may write there."},
    {
        "of": "The attribute whose values it takes.",
        "values": "The values it may take.",
        "title": "What it is called on a page.",
        "unit": "What a number counts or measures.",
        "keys": "The keys of its records.",
    },
)
SOURCE = Keys(
    {
        "source": "The id by which it is cited.",
        "title": "What it is.",
        "url": "Where it is.",
        "read": "The day it was read, as YYYY-MM-DD.",
    },
    {
        "review_by": "The day it should be read again, as YYYY-MM-DD.",
        "licence": "The terms under which it may be used.",
        "note": "A remark for whoever edits this file; nobody else sees it.",
    },
)
TABLE = Keys(
    {
        "table": "The name.",
        "by": "The attribute whose value picks a row.",
        "rows": "One text per value of that attribute.",
    },
    {"title": "What it holds.", "default": "The text for values without a row.", **_SOURCES},
)
INSTANCES = Keys(
    {"families": "The families of machines by name."},
    {"prefix": "What the name of every machine begins with, before the family and the size.", **_SOURCES},
)
FAMILY = Keys(
    {"class": "The hardware class, such as cpu or gpu.", "sizes": "The sizes of the family by name."},
    {
        "purpose": "What the family is made for.",
        "arch": "The architecture of its processors.",
        "generation": "Whether it is of the current or the previous generation.",
        "accelerator": "The accelerator it carries.",
    },
)
SIZE = Keys(
    {
        "vcpu": "The number of virtual processors.",
        "memory_gib": "The memory, in GiB.",
        "roles": "What the machine is accepted for.",
    },
    {
        "accelerators": "The number of accelerators.",
        "accelerator_memory_gib": "The memory of all accelerators together, in GiB.",
    },
)
PACK = Keys(
    {
        "pack": "The name of this knowledge.",
        "version": "Its version.",
    },
    {
        "format": "The version of the format of its files: 1, which is also meant where it is left out.",
        "description": "What it is for.",
        "extends": "The pack that this one is loaded on top of; a complete knowledge has none.",
        "as_of": "The day up to which it is right, as YYYY-MM-DD; only a pack that extends another may leave it out.",
    },
)
DISABLE = Keys({"disable": "The rule of the knowledge below to switch off.", "because": "Why it is switched off."})
MORE_VALUES = Keys(
    {
        "more_values": "The attribute, decision or field that gets more values.",
        "values": "The values to add, written as they are written there.",
    }
)

# --- numbers ---

OPERATIONS = {
    "product": "All operands multiplied.",
    "quotient": "The first operand divided by the second.",
    "sum": "All operands added.",
    "difference": "The first operand less the second.",
    "least": "The smallest operand.",
    "greatest": "The largest operand.",
    "root": "The square root of the operand.",
    "first_known": "The first operand that is known.",
    "join": "A text: the parts one after another.",
}
TAKEN_AS_THEY_ARE = ("first_known", "join")  # these do no sum with their operands
OPERANDS = {"quotient": 2, "difference": 2, "root": 1}  # how many these take; the others one or more
QUANTITY = Keys(
    {"quantity": "The name, in lower case with underscores."},
    {
        **OPERATIONS,
        "round": "How the result is rounded.",
        "unit": "What the result counts or measures.",
        **_BASIS,
    },
)
LADDER = Keys(
    {
        "ladder": "The name.",
        "by": "The quantity or attribute that sizes the machine.",
        "steps": "The machines, from the smallest to the largest.",
        "beyond": "What to do when the last step is too small.",
        "unknown": "The machine to name while the size is unknown.",
    },
    {
        "too_small": "What to say where even the last step is too small; {size} and {machine} stand for what is needed and what is taken.",
        **_BASIS,
    },
)
STEP = Keys({"up_to": "The largest size this machine is right for.", "use": "The instance type."})
PART = Keys(
    {},
    {
        "text": "A text as it stands.",
        "table": "The table to look in: its name, or from a card field that names it.",
        "by": "The attribute whose value picks the row.",
        "as": "What a row of the table is called, in braces, in a text that still waits for it.",
    },
)

# --- cards ---

CARD = Keys(
    {
        "name": "What it is called.",
        "summary": "One sentence on what it does.",
        "order": "Its place among equals: lower comes first.",
        "sources": "What the card rests on: ids from sources.yaml.",
    },
    {"modes": "Ways of using it that differ in their facts."},
)
MODE = Keys({"mode": "The name of the mode.", "when": "The situations in which this mode is meant."})
KEYS_OF = Keys({"keys_of": "The table whose keys make the list."})
CARD_NOTE = Keys({"note": "What the sources say and what to do.", "sources": "The sources it weighs."})

# --- rules ---

EFFECT_TEXTS = {
    "derive": "Set an attribute; a person's own answer always beats it.",
    "impossible": "Write true: these answers cannot be true together.",
    "favor": "Speak for candidates, each with a strength.",
    "avoid": "Speak against candidates, each with a strength.",
    "rule_out": "Rule candidates out: a list, or true with `for`.",
    "choose": "Choose the value of one decision.",
    "exclude": "Forbid values of one decision: a hard limit.",
    "advise": "Give advice.",
    "warn": "Give a warning, or describe a known failure.",
}
RULE = Keys(
    {"rule": "The id: lower case, digits and dashes, unique in the whole knowledge."},
    {
        "when": "The situations in which it holds; leave out for always.",
        "for": "The cards it is about; leave out for all.",
        "given": "What must have been decided for the same candidate before.",
        "because": "The reason, in one sentence that is read to the user.",
        "finding": "The published figure behind it.",
        **_SOURCES,
        "basis": "Write house-judgement where no source can be cited.",
        "aspect": "The side it looks at: per candidate and aspect only the strongest rule counts.",
        "level": "How strongly it chooses; usual when left out.",
        "note": "A remark for whoever edits this file; nobody else sees it.",
        "replaces": "In a pack: the rule of the knowledge below whose place it takes.",
        **EFFECT_TEXTS,
    },
)
GIVEN_WITH = ("choose", "exclude", "advise", "warn")
KNOWN_WITH = ("advise", "warn")
BOUNDS = {
    "at_least": "This number or more.",
    "above": "More than this number.",
    "at_most": "This number or less.",
    "below": "Less than this number.",
}
_KNOWN = {"known": "True when it must be known, false when it must not be."}
DISCRETE_TEST = Keys({}, {"not": "Any value but this one, or these.", **_KNOWN})
NUMBER_TEST = Keys({}, {**BOUNDS, **DISCRETE_TEST.optional})
GROUPS = {"any": "One of these must hold.", "all": "All of these must hold."}
SELECTOR = Keys(
    {},
    {
        "lacks": "The card states the field, and none of these is in it.",
        "not": "The card states the field, and it is none of these.",
        "from": "The attribute whose value the field must have.",
    },
)
SELECTOR_FROM = Keys({"from": "The attribute that gives the value to compare with."})
NOT = Keys({"not": "Any value but this one, or these."})
COMPUTED = Keys(
    {},
    {
        "from": "Where the value comes from: an attribute, a quantity, or card.FIELD.",
        "template": "The quantity that makes the text.",
    },
)
UNSET = Keys(
    {"unset": "What an entry of a map has to be, where only the person can say it: null, and the page gives this text."}
)
CHOICE = Keys({}, {"value": "The value that is chosen."})
INSTANCE_CHOICE = Keys(
    {},
    {
        **CHOICE.optional,
        "ladder": "The ladder that sizes the machine.",
        "class": "The hardware class, such as cpu or gpu.",
        "count": "How many machines.",
        "note": "A remark that stands beside the machine.",
    },
)
WHERE = Keys({"where": "The facts of the instance types that are forbidden."})
WHERE_COLUMNS = {
    "class": FAMILY.required["class"],
    **{key: FAMILY.optional[key] for key in ("purpose", "arch", "generation")},
    "family": "The family.",
    "accelerator": FAMILY.optional["accelerator"],
}
_MESSAGE = {
    "rank": "Its weight: 1 is told first, 5 when left out.",
    "candidates": "The candidates it concerns; leave out for all that `for` selects.",
    "symptom": "What a user sees when this known failure happens.",
    "error": "The message that comes with it, or a list of messages; `...` stands for any words.",
}
ADVISE = Keys({"topic": "What it is about, in a word.", "text": "The advice, in a sentence or two."}, _MESSAGE)
WARN = Keys(
    {"text": "The warning, or what to do about the failure."}, {"topic": "What it is about, in a word.", **_MESSAGE}
)

# --- notes ---

VERDICT_TEXTS = {
    "holds": "It is true today, perhaps with an addition.",
    "corrected": "It is wrong or too strong.",
    "superseded": "It was true, and has been overtaken.",
}
NOTE = Keys(
    {
        "note": "The id of a statement: upper case, digits and dashes.",
        "says": "What the notes say.",
        "verdict": "Whether it holds.",
        **_SOURCES,
        "carried_by": "What carries it, by kind; every id must exist.",
    },
    {"instead": "What is true; needed unless the statement holds."},
)
CARRIERS = {
    "rules": "Ids of rules.",
    "cards": "Ids of algorithms and services.",
    "decisions": "Parts of the set-up.",
    "attributes": "What is asked about the situation.",
}

# --- examples ---

EXAMPLE = Keys(
    {
        "example": "The id: lower case, digits and dashes.",
        "given": "What is known about the situation.",
        "expect": "What the answer must be.",
    },
    {
        **_SOURCES,
        "basis": "Write house-judgement where no source can be cited.",
        "note": "A remark for whoever edits this file; nobody else sees it.",
    },
)
EXPECT = Keys(
    {},
    {
        "first": "The candidate that must come first, or a list of which any will do.",
        "among": "Candidates that must be listed, in any place.",
        "ruled_out": "Candidates that must be ruled out.",
        "setup": "What must be decided for the first candidate, by decision.",
        "absent": "Decisions that must not be part of the set-up.",
        "next": "The attribute that must be asked next, or a list of which any will do.",
        "advice": "Rules whose advice must be given.",
        "warnings": "Rules whose warning must be given.",
        "rules": "Rules that must speak, as advice or as a warning.",
        "foremost": "Rules that must be among the few that a short page tells.",
        "silent": "Rules that must not speak.",
        "fired": "Rules whose condition must hold.",
        "impossible": "Rules that must refuse the situation.",
    },
)
EXPECTED_RULES = ("advice", "warnings", "rules", "foremost", "silent", "fired", "impossible")
# What an example may expect of a decision, beside its value and its fields.
ANSWERED = {
    "settled": "Whether nothing unknown can still change it.",
    "rule": "The rule that decides it.",
    "because": "The reason that is given.",
    "needs": "What must be known to fill it in.",
    "sized": "Whether the machine is sized by the data.",
    "computed": "How it was computed.",
}
