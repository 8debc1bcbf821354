"""A project as the rest of the program sees it: its modules, its symbols, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from pathlib import Path

from nova_lint.workspace import questions
from nova_lint.workspace.modules import Modules
from nova_lint.workspace.outline import CLASS_NAME, make_outline
from nova_lint.workspace.outline_nodes import Class, Outline, Statement
from nova_lint.workspace.questions import Questions
from nova_lint.workspace.segments import Segments
from nova_lint.workspace.source import read_text
from nova_lint.workspace.symbols import Symbols
from nova_lint.workspace.words import Words


class Workspace:
    """The files of one project and of the packages that it imports.

    `own_names` maps the path of each project file to its dotted name, `names` every dotted
    name under which one can be imported to its path. `outlines` holds outlines that are
    known already; others are made when they are asked for.
    """

    def __init__(
        self,
        root: Path,
        own_names: Mapping[str, str],
        names: Mapping[str, str],
        search_path: Iterable[str] = (),
        outlines: Mapping[str, Outline] | None = None,
        read: Callable[[Path], str] = read_text,
    ) -> None:
        self.root = root
        self.paths: tuple[str, ...] = tuple(own_names)
        self.names = names
        self.outlines: dict[str, Outline] = dict(outlines or {})
        self._read = read
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}
        self._line_starts: dict[str, list[int]] = {}
        self._words_in: dict[str, frozenset[str]] = {}
        self._words = Words(self.paths, self.outlines)
        self.questions = Questions()
        self._named: dict[str, dict[int, tuple[str, Statement]]] = {}
        self.modules = Modules(names, own_names, search_path, self.outline, self.questions)
        self.symbols = Symbols(self.modules, self.questions)
        self.segments = Segments(self.lines, self.ask_text, self.ask_header)

    def text(self, path: str) -> str:
        """The text of a file with line feeds. Raises UnreadableSource."""
        if path not in self._texts:
            self._texts[path] = self._read(self.root / path)
        return self._texts[path]

    def lines(self, path: str) -> list[str]:
        """The lines of a file, without their line feeds. Raises UnreadableSource."""
        if path not in self._lines:
            self._lines[path] = self.text(path).split("\n")
        return self._lines[path]

    def line_starts(self, path: str) -> list[int]:
        """The offset in the text at which each line begins, and the one behind the last.
        Raises UnreadableSource."""
        if path not in self._line_starts:
            lengths = (len(line) + 1 for line in self.lines(path))
            self._line_starts[path] = list(accumulate(lengths, initial=0))
        return self._line_starts[path]

    def words(self, path: str) -> frozenset[str]:
        """The words that stand in a file, and the parts of those that are joined with two
        underscores (`order__total`)."""
        if path not in self._words_in:
            names = self.outline(path).names
            parts = {part for name in names if "__" in name for part in name.split("__")}
            self._words_in[path] = names | parts if parts else names
        return self._words_in[path]

    def outline(self, path: str) -> Outline:
        """The outline of a file. Raises UnreadableSource or UnparsableSource."""
        known = self.outlines.get(path)
        if known is None:
            known = make_outline(self.text(path))
            self.outlines[path] = known
        return known

    # Questions --------------------------------------------------------------------------

    def ask_text(self, path: str, line: int) -> None:
        """Notes that the statement which begins on a line is read."""
        name, _ = self._named_statements(path).get(line, ("", None))
        self.questions.ask(questions.text(path, name) if name else questions.file(path))

    def ask_header(self, path: str, line: int) -> None:
        """Notes that the header of the class which begins on a line is read; whatever else
        begins there is read as a whole."""
        name, statement = self._named_statements(path).get(line, ("", None))
        if isinstance(statement, Class):
            self.questions.ask(questions.header(path, name))
        else:
            self.ask_text(path, line)

    def statement_text(self, path: str, statement: Statement) -> str:
        """The text of a whole statement. Raises UnreadableSource."""
        self.ask_text(path, statement.line)
        return "\n".join(self.lines(path)[statement.line - 1 : statement.end_line])

    def _named_statements(self, path: str) -> Mapping[int, tuple[str, Statement]]:
        """The statements of a file, those of class bodies included, by the line on which each
        begins, with their names."""
        if path not in self._named:
            found = self._named[path] = {}
            _note_names(self.outline(path).statements, "", found)
        return self._named[path]

    def mentioning(self, word: str) -> list[str]:
        """The project's files that mention a word, in order.

        For a word that could name a class these are the files with a statement that has it:
        whoever asks looks at those statements, and at nothing else. For any other word they
        are the files in whose text it stands, and whoever asks may look at all of them.
        """
        if CLASS_NAME.fullmatch(word):
            self.questions.ask(questions.mentions(word))
            return self._words.in_statements(word)
        return self.containing(word)

    def containing(self, word: str) -> list[str]:
        """The project's files in whose text a word stands, in order: outside of statements that
        bind a name, too."""
        self.questions.ask(questions.containing(word))
        return self._words.containing(word)

    def having(self, word: str) -> list[str]:
        """The same for whoever asks by itself what those files say."""
        self.questions.ask(questions.having(word))
        return self._words.containing(word)

    def defining_class(self, name: str) -> list[str]:
        """The project's files that define a top-level class of that name, case ignored."""
        self.questions.ask(questions.classes(name.lower()))
        return self._words.defining(name.lower())

    def deriving(self, name: str) -> list[tuple[str, str]]:
        """The project's top-level classes that name a class of that name among their bases:
        the path and the name of each, in order."""
        self.questions.ask(questions.subclasses(name))
        return self._words.deriving(name)


def _note_names(
    statements: Iterable[Statement], prefix: str, found: dict[int, tuple[str, Statement]]
) -> None:
    for statement in statements:
        name = f"{prefix}{statement.name}"
        found[statement.line] = name, statement
        if isinstance(statement, Class):
            _note_names(statement.body, f"{name}.", found)
