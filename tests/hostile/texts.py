"""Texts that somebody would type to do harm, made in any number, and the count of them."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from circo_cli.values.text import sound

FULL = os.environ.get("CIRCO_FAULTS") == "full"
TALLY: Counter[str] = Counter()
"""How many texts each property was shown."""


def profile(quick: int, full: int) -> settings:
    """Return how many examples a property is shown: the same few always, or many new ones."""
    return settings(
        max_examples=full if FULL else quick,
        deadline=None,
        derandomize=not FULL,
        phases=(Phase.explicit, Phase.generate),
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a strategy of what `parts` make one after another."""
    return st.tuples(*parts).map("".join)


CATEGORIES = (
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cf", "Co", "Cn",
)  # fmt: skip
"""Every category of Unicode but controls (Cc) and surrogates (Cs), which are no text."""


def _by_category(most: int = 200) -> dict[str, str]:
    """Return characters of each category, from all over Unicode: those that begin and end a run of them, and others."""
    found: dict[str, list[str]] = {category: [] for category in CATEGORIES}
    for code in (
        *range(0x3000),
        *range(0x3000, 0x20000, 7),
        *range(0xE0000, 0xE0200),
        *range(0x20000, 0x110000, 997),
        0xFFFE,
        0xFFFF,
        0x10FFFF,
    ):
        character = chr(code)
        if (category := unicodedata.category(character)) in found:
            found[category].append(character)
    return {category: "".join(each[:: max(1, len(each) // most)]) for category, each in found.items()}


_WORDS = st.sampled_from(
    ["x", "vraag", "Jansen", "rm -rf", "alert(1)", "é", "e\u0301", "ﬁ", "Å", "A\u030a", "ß", "İ", "0"]
)
_ANY = st.one_of([st.text(characters, min_size=1, max_size=4) for characters in _by_category().values()])
_BIDI = st.text(
    st.sampled_from("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060\u00ad"),
    min_size=1,
    max_size=3,
)
_RIGHT_TO_LEFT = st.text(st.sampled_from("שלוםعربيةנحم") | st.just(" "), min_size=2, max_size=12)
_GRAPHEME = st.builds(
    lambda base, mark, count: base + mark * count,
    st.sampled_from("e👩x"),
    st.sampled_from(["\u0301", "\u200d👩", "\u20dd", "\ufe0f"]),
    st.sampled_from([1, 3, 60, 300]),
)
_SCHEME = st.sampled_from(
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript&colon;alert(1)",
        "vbscript:x",
        "data:text/html,<script>1</script>",
        "file:///etc/passwd",
        "//kwaad.example",
        "http://kwaad.example",
        "mailto:a@b.example",
        "\\javascript:1",
        "%6aavascript:1",
    ]
)
_TAG = st.builds(
    lambda mark, name, attribute, end: f"{mark}{name}{attribute}{end}",
    st.sampled_from(["<", "</", "<!", "<?", "\\<", "&lt;", "<![CDATA[", "<!--"]),
    st.sampled_from(["script", "img", "svg", "a", "style", "iframe", "table", "textarea", "title", "!--", "b", "base"]),
    st.sampled_from(
        ["", " src=x onerror=alert(1)", ' href="javascript:1"', "/onload=1", ' style="x"', "\nonclick='1'"]
    ),
    st.sampled_from([">", "/>", "", "-->", "]]>", "?>", " "]),
)
_LINK = st.builds(
    lambda form, scheme: form.format(scheme),
    st.sampled_from(
        [
            "[x]({})",
            "![x]({})",
            "<{}>",
            "[x]: {}",
            "[x][y]\n\n[y]: {}",
            "[a](<{}>)",
            "\\[x]({})",
            "[![b]({})](c)",
            '[x]({} "t")',
            "`[x]({})",
            "{}",
        ]
    ),
    _SCHEME,
)
_MARKDOWN = st.sampled_from(
    [
        "# kop",
        "\n# kop",
        "> ",
        "\n> ",
        "- ",
        "\n- ",
        "1. ",
        "\n1) ",
        "**",
        "__",
        "~~",
        "`",
        "``",
        "\n```\n",
        "\n~~~",
        "|",
        "\n| a | b |\n|---|---|\n",
        "\n---\n",
        "\n===\n",
        "\\",
        "    ",
        "\n    ",
        "\t",
        "&amp;",
        "&#60;",
        "&NewLine;",
        "&Tab;",
        "$x$",
        "@a",
        "#1",
        "www.kwaad.example",
        "https://kwaad.example",
        "\\\n",
        "  \n",
        "<!--",
        "*",
        "_",
        "[",
        "]",
        "![",
        "](",
        "<",
        ">",
    ]
)
_TEMPLATE = st.sampled_from(
    [
        "{{7*7}}",
        "{{ config }}",
        "{% include 'x' %}",
        "{% endraw %}",
        "{# x #}",
        "${7*7}",
        "#{7*7}",
        "<%= 7 %>",
        "{0}",
        "{}",
        "{x!r}",
        "%s",
        "%(x)s",
        "%n",
        "$(id)",
        "`id`",
        "\\$(id)",
        '\\"; id; "',
        "'; id; '",
        "$HOME",
        "!!",
        "~",
        "*",
        "&& id",
        "| id",
        "\\",
        "{key}",
        "{",
        "}",
    ]
)
_FORMULA = joined(
    st.sampled_from(["", "'", "''", " ", "\ufeff", "\u200b", "\t"]),
    st.sampled_from("=+-@|%"),
    st.sampled_from(['HYPERLINK("http://x";"y")', "1+1", "cmd|' /C calc'!A0", "SUM(A1)", "", "DDE()"]),
)
_PATH = joined(
    st.sampled_from(["../", "/", "..\\", "./", "~/", "C:\\", "\\\\host\\", "%2e%2e/", "file://", ".", "..", "//"]),
    st.sampled_from(["etc/passwd", "x", "..", "", "con", "nul.txt", ".bashrc", "*", "?"]),
)
_SQL = st.sampled_from(
    [
        "'); DROP TABLE company;--",
        "' OR '1'='1",
        '"; DELETE FROM hub; --',
        "x' UNION SELECT 1--",
        "%",
        "_",
        "\\'",
        ":x",
        "?",
        "?1",
        "@p",
        "$p",
        "/*",
        "--",
        ";",
        "NULL",
        "NEAR(",
        '"a" OR b',
        "a*",
        "^a",
        "col:x",
        "x'00'",
        "ESCAPE '%'",
    ]
)
_RICH = st.sampled_from(
    [
        "[red]",
        "[/red]",
        "[/]",
        "[link=javascript:1]",
        "[bold",
        "[[",
        ":boom:",
        "[@click=app.quit]",
        "[not a style]",
        "[b]",
        "\\[x]",
    ]
)
_HEADER = st.sampled_from(
    [
        "\nBcc: kwaad@example.org",
        "\n\nx",
        "\n.\n",
        "\nFrom x",
        "=?utf-8?q?x?=",
        "BEGIN:VEVENT",
        "\nBEGIN:VALARM\n",
        "\nATTENDEE:mailto:x",
        ";VALUE=x:",
        "END:VCALENDAR",
        ",",
        ":",
        "\\n",
        "\\,",
        "\n ",
        "\n\t",
        '"',
        "<a@b.example>",
        "(x)",
        "boundary=",
        "\n--_circo",
    ]
)
_CELL = st.sampled_from(
    [
        ",",
        ";",
        "\t",
        '"',
        '""',
        "'",
        "_x000D_",
        "_x005F_",
        "<r>x</r>",
        "\n",
        "NULL",
        "#REF!",
        "TRUE",
        "007",
        "1e5",
        "1.0",
        "2026-01-01",
        "sep=;",
        "\ufeff",
        "\u00a0",
        '{"a": 1}',
        "[]",
        "\\u0000",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
    ]
)
_PARTS = st.one_of(_WORDS, _ANY, _BIDI, _RIGHT_TO_LEFT, _GRAPHEME, _SCHEME, _TAG, _LINK, _MARKDOWN, _TEMPLATE, _FORMULA, _PATH, _SQL, _RICH, _HEADER, _CELL)  # fmt: skip

ANSI = st.one_of(
    st.builds(lambda lead, numbers, end: f"{lead}{numbers}{end}", st.sampled_from(["\x1b[", "\x9b", "\x1b[?", "\x1b[>"]), st.from_regex(r"[0-9;]{0,8}", fullmatch=True), st.sampled_from("mHJKABCDsuhlnrqtcpSTX@`")),
    st.builds(lambda lead, number, text, end: f"{lead}{number};{text}{end}", st.sampled_from(["\x1b]", "\x9d"]), st.sampled_from(["0", "2", "8;", "52;c", "4;1", "9", "777", "1337"]), _WORDS, st.sampled_from(["\x07", "\x1b\\", "\x9c", ""])),
    st.sampled_from(["\x1bP", "\x90", "\x1b_", "\x1b^", "\x98", "\x9e", "\x9f"]).map(lambda lead: f"{lead}x\x1b\\"),
    st.sampled_from([f"\x1b{end}" for end in "cM78=>(0#HDEN"]),
)  # fmt: skip
"""What steers a terminal: CSI, OSC, DCS, APC, PM and SOS, in seven and eight bits, and single escapes."""

_NO_TEXT = ANSI | st.characters(categories=["Cc", "Cs"]).filter(lambda character: character not in "\n\t\r\x0b\x0c\x85")


def _soundly(parts: list[str]) -> str:
    return sound("".join(parts)).strip()


def _trimmed(text: str) -> bool:
    return bool(text) and any(not character.isspace() for character in text)


TEXTS = st.lists(_PARTS, min_size=1, max_size=5).map(_soundly).filter(_trimmed)
"""Any hostile text that is text."""

LINES = TEXTS.map(lambda text: " ".join(text.split()))
"""Such a text on one line."""

NO_TEXTS = st.tuples(st.lists(_PARTS, max_size=2), _NO_TEXT, st.lists(_PARTS, max_size=2)).map(
    lambda parts: "".join(["x", *parts[0], parts[1], *parts[2], "x"])
)
"""What is no text: control characters, and halves of characters as the system hands over bytes that are not UTF-8.

A letter stands at either end: an import takes off what Python calls white space there, of which four are controls."""


def harmless(text: str) -> str:
    """Return a text of the same form, in lines and words, in which no character could mean anything."""
    return "".join(character if character.isspace() else "x" for character in text)
