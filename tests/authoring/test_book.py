"""The Markdown book: every link leads somewhere, every text is shown as it is, and it is the same each time."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from urllib.parse import unquote

import pytest

from advisor.authoring.book.book import book
from advisor.authoring.book.markdown import code, escaped, link, slug, table
from advisor.authoring.book.writing import write_book
from advisor.authoring.reference import Reference, firing, references
from advisor.errors import SituationError

from ..conftest import RULES

markdown_it = pytest.importorskip("markdown_it")
ADVISOR = [sys.executable, "-m", "advisor"]


@pytest.fixture(scope="module")
def parser():
    return markdown_it.MarkdownIt("commonmark").enable("table")


@pytest.fixture(scope="module")
def pages(shipped):
    return book(shipped, firing(shipped, references([RULES])))


def shown(parser, text: str) -> str:
    """Return what a reader sees of Markdown: its text and code, without markup."""
    tokens = [child for token in parser.parse(text) for child in token.children or ()]
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline", "text_special"))


def test_there_is_a_page_for_everything(shipped, pages) -> None:
    assert {path for path in pages if "/" in path} == {
        *(f"candidates/{name}.md" for name in shipped.candidates),
        *(f"rules/{name}.md" for name in shipped.rules),
        *(f"attributes/{name}.md" for name in shipped.attributes),
        *(f"decisions/{name}.md" for name in shipped.decisions),
    }
    assert {path for path in pages if "/" not in path} == {"index.md", "rules.md", "notes.md", "sources.md"}


def test_every_link_leads_to_a_page(pages) -> None:
    checked = 0
    for path, text in pages.items():
        for target in re.findall(r"(?<!\\)\]\(<?([^)>]+)", text):
            if target.startswith("http"):
                continue
            file, _, anchor = target.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file)))
            assert place in pages, f"{path}: {target}"
            assert not anchor or anchor in [line[3:].lower() for line in pages[place].splitlines()], f"{path}: {target}"
            checked += 1
    assert checked > 5_000


def test_every_page_can_be_reached_from_the_first(pages) -> None:
    reached, pending = set(), ["index.md"]
    while pending:
        path = pending.pop()
        if path not in reached:
            reached.add(path)
            targets = (
                target.partition("#")[0] for target in re.findall(r"\]\((?!http)([^)]+\.md[^)]*)\)", pages[path])
            )
            pending += [posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) for target in targets]
    assert reached == set(pages)


def test_tables_have_as_many_cells_in_every_row(pages) -> None:
    for path, text in pages.items():
        previous = None
        for line in text.splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
            assert previous is None or cells in (None, previous), f"{path}: {line}"
            previous = cells


def test_the_reasons_of_rules_are_shown_as_they_are_written(shipped, pages, parser) -> None:
    special = [rule for rule in shipped.rules.values() if re.search(r"[|\[\]<>_*`]", rule.because)]
    assert len(special) > 10
    for rule in special:
        assert " ".join(rule.because.split()) in shown(parser, pages[f"rules/{rule.id}.md"])


def test_a_candidate_page_says_what_speaks_for_it_and_how_it_is_set_up(pages) -> None:
    page = pages["candidates/factorization-machines.md"]
    assert (
        "| [sparse-favors-factorization-machines](../rules/sparse-favors-factorization-machines.md) | strong | sparse is true |"
        in page
    )
    titles = [line for line in page.splitlines() if line.startswith("## ")]
    assert titles == [
        "## What speaks for it",
        "## What speaks against it",
        "## What rules it out",
        "## How it is set up",
        "## Known failures",
        *(["## Advice and warnings"] if "## Advice and warnings" in titles else []),
        "## Facts",
        "## Sources",
    ]


def test_a_rule_page_says_when_what_why_and_where(pages) -> None:
    page = pages["rules/sparse-favors-factorization-machines.md"]
    assert "**Speaks for factorization-machines (strong).**" in page
    assert "**Because:** It learns how pairs of sparse features act together" in page
    assert "- sparse is true" in page
    assert re.search(r"- Written in `rules/selection/[a-z-]+.yaml:\d+`", page)
    assert re.search(r"- [a-z-]*sparse[a-z-]* \(`rules/examples/[a-z-]+.yaml:\d+`\)", page)


def test_the_book_is_the_same_each_time(shipped, pages) -> None:
    assert book(shipped, firing(shipped, references([RULES]))) == pages


HOSTILE = "a|b [c](d) <e> *f* _g_ `h` ~~i~~ &amp; \\ # j ![k](l) https://m"


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "- a", "+ a", "1. a", "2) a", "# a", "> a", "* a", "```", "---", "-", "1.", "0.1 MB", "-5", "a\n\n# b"],
)
def test_markup_in_a_text_is_shown_and_not_obeyed(text, parser) -> None:
    assert shown(parser, escaped(text)) == " ".join(text.split())
    assert [token.type for token in parser.parse(escaped(text))] == ["paragraph_open", "inline", "paragraph_close"]


def test_markup_in_a_cell_does_not_end_the_cell(parser) -> None:
    lines = table(("A", "B"), [(escaped(HOSTILE), escaped("a|b `c`"))])
    cells = [token.content for token in parser.parse("\n".join(lines)) if token.type == "inline"]
    assert len(cells) == 4
    assert shown(parser, "\n".join(lines)) == f"AB{HOSTILE}a|b `c`"


@pytest.mark.parametrize("text", ["a|b `c`", "``a``", "`", "<b> [x](y) \\"])
def test_code_is_shown_as_it_is(text, parser) -> None:
    (token,) = [child for token in parser.parse(f"- {code(text)}") for child in token.children or ()]
    assert (token.type, token.content) == ("code_inline", text)


def test_an_address_with_brackets_stays_one_link(parser) -> None:
    tokens = [child for token in parser.parse(link("a", "https://x/y_(z)|q")) for child in token.children or ()]
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == ["https://x/y_(z)%7Cq"]


def test_a_name_cannot_leave_the_folder() -> None:
    assert slug("../a/b c") == "..~2fa~2fb~20c"
    assert slug("xgboost") == "xgboost"


def test_texts_of_a_hostile_pack_stay_texts(load_pack, parser) -> None:
    base = load_pack(
        attributes="- {attribute: a, type: boolean, ask: 'A | [x](y) <b>?'}",
        rules="- {rule: r, when: {a: true}, aspect: s, favor: {'one/../two': strong}, because: 'So | <i> [x](y).', sources: [book]}",
        card="{algorithm: 'one/../two', name: 'One | <b>', summary: 's | t', order: 1, sources: [book]}",
        decisions="- {decision: d, title: D | E, values: [v]}",
    )
    pages = book(base, {"r": [Reference("e", {"a": True}, "examples/e.yaml", 1)]})
    assert "candidates/one~2f..~2ftwo.md" in pages
    for text in pages.values():
        assert not [token for token in parser.parse(text) if token.type.startswith("html")]
        inside = [child for token in parser.parse(text) for child in token.children or ()]
        assert not [token for token in inside if token.type == "html_inline"]
        assert "y" not in [token.attrs.get("href") for token in inside if token.type == "link_open"]


def test_the_command_writes_the_book_and_says_where_to_begin(tmp_path) -> None:
    arguments = [*ADVISOR, "rules", "export", "--to", "markdown", "--out", str(tmp_path / "book")]
    result = subprocess.run(arguments, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"[\d,]+ pages; begin with .*index\.md\n", result.stdout)
    assert (tmp_path / "book" / "index.md").is_file()


def test_a_book_needs_a_folder() -> None:
    result = subprocess.run([*ADVISOR, "rules", "export", "--to", "markdown"], capture_output=True, text=True)
    assert result.returncode == 2
    assert result.stderr == "error: a book has many pages, so it needs a folder\n       such as --out book\n"


def test_pages_that_are_no_longer_in_the_book_are_removed(tmp_path) -> None:
    first = {"index.md": "# What the advisor knows\n", "rules/old.md": "old\n", "rules/kept.md": "kept\n"}
    write_book(first, tmp_path)
    write_book({key: text for key, text in first.items() if key != "rules/old.md"}, tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["index.md", "kept.md"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path) -> None:
    (tmp_path / "letter.md").write_text("Dear reader")
    with pytest.raises(SituationError, match="the folder holds something else"):
        write_book({"index.md": "# What the advisor knows\n"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.md"]
