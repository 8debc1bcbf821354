"""NL504: async code talks to the broker in the event loop."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.jobs import Library, When
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Context, Operation, Queueing

from ..asynchrony.wording import source
from .judging import queueing


class QueueingInAsync(Rule[Operation]):
    code = "NL504"
    name = "queueing-in-async"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return queueing(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Queueing) or subject.context is not Context.LOOP:
            return
        place = subject.site.place()
        if action.when is not When.NOW or action.awaitable or TEST_FILES.search(place.path):
            return
        yield Report(
            place=place,
            message=(
                f"{source(subject)} waits for the broker in the event loop, and everything else "
                f"that the loop serves waits with it, for seconds where the broker does not "
                f"answer; {_remedy(action)}"
            ),
        )


def _remedy(action: Queueing) -> str:
    if action.package is Library.DJANGO:
        return "`await` its twin `aenqueue`"
    return f"call it in a thread: `await sync_to_async(….{action.by})(…)`"
