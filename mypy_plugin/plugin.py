"""The plugin's side of mypy: what mypy tells it, and what it does then.

No hook about types is ever answered. mypy gives each to the first plugin that does, and an
error that is reported inside one changes the types that mypy infers.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.errors import Errors
from mypy.nodes import MypyFile
from mypy.options import Options
from mypy.plugin import Plugin, ReportConfigContext

from . import internals
from .codes import declare_codes
from .later import Later
from .project import Project
from .provisional import Provisional

if TYPE_CHECKING:
    from nova_lint.engine.companion.consulting import Answer

    from .inference import Inference, InModule
    from .wording import Message

internals.show_with_notes(declare_codes())


class NovaPlugin(Plugin):
    """One build's plugin: it reports what nova-lint finds in each module that mypy checks.

    The daemon's build goes on for as long as the daemon lives. After an edit it throws all
    errors away and checks again what the edit touched and what had errors; then everything
    that nova-lint finds is put among what mypy found, wherever it stands.
    """

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._project = Project(options)
        self._errors: Errors | None = None
        self._is_daemon = options.fine_grained_incremental
        self._is_first_build = True
        self._silent: set[str] = set()
        self._options: dict[str, Options] = {}
        self._failed: Answer | None = None
        self._is_failure_told = False
        self._later = Later()
        self._provisional = Provisional()
        self._checker: TypeChecker | None = None
        self._checkers: dict[str, TypeChecker] = {}
        if not internals.is_worker():
            # By the time that a worker asks, the process that it works for has the answer.
            self._guard(self._project.begin)
        self._may_report_later = (
            internals.TELLS_OF_EACH_MODULE and not self._is_daemon and self._project.begins_anew
        )

    @functools.cached_property
    def _inference(self) -> Inference:
        # Imported here because a run in which nothing is checked infers nothing.
        from .inference import Inference

        return Inference()

    # What mypy tells ------------------------------------------------------------------------

    def get_function_hook(self, fullname: str) -> None:
        """Looked up for nearly every call, so that here the checker at work is seen."""
        if internals.AT_WORK.type_checker is not self._checker:
            self._guard(self._see_checker)

    get_method_hook = get_function_hook
    get_attribute_hook = get_function_hook
    get_customize_class_mro_hook = get_function_hook

    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        """Asked when a module has been checked, before unused comments are reported."""
        self._guard(functools.partial(self._see_checked, file))
        return set()

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """Asked for every file that has been parsed."""
        self._guard(functools.partial(self._see_parsed, file))
        return []

    def report_config_data(self, ctx: ReportConfigContext) -> str | None:
        """What mypy's cache of a module depends on besides other modules: what is found in
        it. Nothing else has to say which edit elsewhere makes it stale."""
        if not ctx.is_check and not internals.TELLS_OF_EACH_MODULE:
            self._guard(functools.partial(self._see_written, ctx.id))
        if self._project.is_installed(ctx.path):
            return None
        if ctx.is_check and self._can_answer_for_now():
            return self._provisional.cause(ctx, self._project.last_digest(ctx.path))
        return self._cause(ctx)

    def set_modules(self, modules: dict[str, MypyFile]) -> None:
        """Told once, when mypy has read what it kept of all modules, and before it judges
        which of them it checks."""
        super().set_modules(modules)
        self._guard(self._await_judgement)

    # The checker ----------------------------------------------------------------------------

    def _see_checker(self) -> None:
        self._checker = checker = internals.current_checker()
        if checker is None:
            return
        self._checkers[checker.tree.fullname] = checker
        if self._is_daemon:
            self._options[checker.path] = checker.options
        self._follow(checker.errors)
        if self._is_daemon or not internals.TELLS_OF_EACH_MODULE:
            internals.at_end_of(checker, functools.partial(self._see_end, checker.tree))

    def _see_end(self, file: MypyFile) -> None:
        """The types of what was checked are about to be thrown away."""
        if self._is_first_build and not internals.TELLS_OF_EACH_MODULE:
            self._check(file)
        else:
            self._guard(functools.partial(self._infer, file))

    def _see_checked(self, file: MypyFile) -> None:
        errors = self._errors or internals.errors_of(file)
        if errors is None:
            return
        self._follow(errors)
        if self._is_first_build:
            self._check(file)
        else:
            self._infer(file)

    def _infer(self, file: MypyFile) -> None:
        """Tells what mypy has inferred in a module, or in the part that it checked anew."""
        self._tell(file, self._inferred_in(file))

    def _inferred_in(self, file: MypyFile) -> InModule | None:
        """What mypy has inferred in a module; None where nobody wants to know."""
        checker = self._checkers.pop(file.fullname, None)
        if checker is None:
            return None
        if checker is self._checker:
            self._checker = None
        if not self._is_looked_at(file):
            return None
        try:
            types = internals.types_in(checker)
            is_new = not self._project.may_have_inferred(file.path)
            if is_new and self._inference.is_idle(file, types):
                return None
            return self._inference.in_module(file, types)
        except Exception as error:
            self._project.consulted.fail(error)
            return None

    def _tell(self, file: MypyFile, inferred: InModule | None) -> None:
        if inferred is None or self._project.failure:
            return
        try:
            self._project.infer(file.path, inferred)
        except Exception as error:
            self._project.consulted.fail(error)

    def _see_written(self, module: str) -> None:
        """Before 2.4, mypy tells of a module in which it looks nothing up only when it writes
        its cache: from 2.0 on while errors may still be reported, before that too late."""
        assert self._modules is not None
        self._see_checked(self._modules[module])

    def _see_parsed(self, file: MypyFile) -> None:
        if self._is_daemon:
            if self._errors is not None:
                self._follow(self._errors)
                self._note_silence(file.path)
        elif self._may_report_later and self._is_looked_at(file):
            self._later.note(file)

    def _follow(self, errors: Errors) -> None:
        """Keeps hold of where errors go. The daemon begins anew after an edit."""
        is_new = self._errors is None
        self._errors = errors
        if not self._is_daemon or internals.is_followed(errors):
            return
        if is_new:
            internals.follow(errors, lambda: None)
            return
        self._is_first_build = False
        self._failed = None
        self._project.ask()
        internals.follow(errors, functools.partial(self._guard, self._report_everywhere))

    # Reporting ------------------------------------------------------------------------------

    def _check(self, file: MypyFile) -> None:
        """Reports what is found in a module that mypy has just checked."""
        self._guard(functools.partial(self._report_in, file))

    def _report_in(self, file: MypyFile) -> None:
        assert self._errors is not None
        if internals.is_shown(self._errors, file.path):
            return
        self._note_silence(file.path)
        inferred = self._inferred_in(file)
        if not self._is_looked_at(file) and not self._later.awaits(file):
            return
        if self._is_daemon:
            self._options[file.path] = internals.options_in_force(self._errors, file, self.options)
        if self._can_wait(file) and not any((inferred or {}).values()):
            self._options[file.path] = internals.options_in_force(self._errors, file, self.options)
            self._later.add(file)
            return
        self._report_those_that_waited()
        self._tell(file, inferred)
        internals.forget(self._errors, file.path)
        self._report(file, self._messages(file))

    def _can_wait(self, file: MypyFile) -> bool:
        """Whether nobody will miss anything if a module is reported later."""
        if not self._later.takes(file):
            return False
        options = internals.options_in_force(self._errors, file, self.options)
        return not internals.judges_comments(file, options)

    def _report_those_that_waited(self) -> None:
        assert self._errors is not None
        for file in self._later.end():
            found = self._messages(file)
            if found:
                with internals.reopened(self._errors, file.path):
                    self._report(file, found)

    def _report_everywhere(self) -> None:
        assert self._errors is not None and self._modules is not None
        if not internals.is_open(self._errors):
            return
        self._is_failure_told = False
        for file in sorted(self._modules.values(), key=lambda file: file.path):
            internals.forget(self._errors, file.path)
            found = self._messages(file)
            if found:
                self._report(file, found)
                internals.look_again_for_unused_comments(self._errors, file.path)

    def _messages(self, file: MypyFile) -> list[Message]:
        """What is to be reported in a file; in the first one also why there is nothing."""
        if not self._is_looked_at(file):
            return []
        # Imported here because a run in which nothing is checked reports nothing.
        from .wording import failed, messages, without_types

        answer = self._failed or self._project.answer
        if answer.failure:
            return self._told_once(answer, failed)
        found = messages(self._project.found(file.path))
        uninferred = self._project.consulted.uninferred
        return [*found, *self._told_once(uninferred, without_types)] if uninferred else found

    def _told_once(self, answer: Answer, told: Callable[[Answer], Message]) -> list[Message]:
        """What went wrong, in the first file that is reported since it did."""
        if self._is_failure_told:
            return []
        self._is_failure_told = True
        if self.options.show_traceback:
            sys.stderr.write(answer.trace)
        return [told(answer)]

    def _report(self, file: MypyFile, found: Iterable[Message]) -> None:
        assert self._errors is not None
        options = self._options.get(file.path)
        if options is None:
            options = internals.options_in_force(self._errors, file, self.options)
        for message in found:
            with internals.reporting(self._errors, file, options, message.line):
                internals.report(self._errors, message)

    def _is_looked_at(self, file: MypyFile) -> bool:
        """Whether something may be found in a file, and is then to be reported."""
        if file.is_stub or file.path in self._silent:
            return False
        return not self._project.is_installed(file.path)

    def _note_silence(self, path: str) -> None:
        assert self._errors is not None
        if internals.is_silent(self._errors, path):
            self._silent.add(path)
        else:
            self._silent.discard(path)

    # What is stale --------------------------------------------------------------------------

    def _can_answer_for_now(self) -> bool:
        """Whether mypy can be told later what holds, when it has asked about all modules."""
        if not internals.CAN_CHECK_AGAIN or self._is_daemon or self._failed is not None:
            return False
        return self._provisional.is_open and self._project.has_last_answer

    def _await_judgement(self) -> None:
        assert self._modules is not None
        said = self._provisional.end()
        if said:
            others = functools.partial(self._provisional.others, self._cause)
            internals.before_judging(self._modules, said, others)

    def _cause(self, asked: ReportConfigContext) -> str | None:
        try:
            return self._cause_to_check(asked)
        except Exception as error:
            self._fail(error)
            return None

    def _cause_to_check(self, asked: ReportConfigContext) -> str | None:
        if not asked.is_check and self._failed is None and self._is_later(asked):
            return self._project.name_of_notes
        failure = self._failed.failure if self._failed is not None else self._project.failure
        if failure:
            # Once it is mended, everything is to be checked for what it kept from being said.
            return f"failed: {failure}"
        if asked.is_check and self._project.is_stale(asked.path):
            return "something else is found with what was inferred"
        return self._project.digest(asked.path)

    def _is_later(self, asked: ReportConfigContext) -> bool:
        """Whether a module is taken for one in which nothing is found, as nearly always is so.
        If it is not, mypy will check it once more in its next run."""
        file = (self._modules or {}).get(asked.id)
        return file is not None and self._can_wait(file)

    # Failing --------------------------------------------------------------------------------

    def _guard(self, call: Callable[[], None]) -> None:
        """Makes a call that must not end mypy, whatever happens in it."""
        try:
            call()
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        # Imported here because hardly ever something fails.
        from nova_lint.engine.companion.consulting import failure

        if self._failed is None:
            self._failed = failure(error)
