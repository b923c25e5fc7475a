"""The one façade that the interface, the command line and the HTTP API go through.

It knows sessions, limits and the order of steps; it knows neither tensors nor Gradio. Everything that a person may
do to their edits happens in their own session; the model is shared and never changed.

What can be done is grouped in parts, each a class in a module of its own: a new function goes there and is called as
`workbench.PART.function(token, …)`. The parts share what is in `Core`.
"""

from __future__ import annotations

from app.config import Settings
from app.service.about import AboutWorkbench
from app.service.access import Access
from app.service.arriving import Arrivals
from app.service.asking import Questions
from app.service.awaiting import Awaiting
from app.service.backbones import Backbones
from app.service.columns import Tables
from app.service.comparing import Comparisons
from app.service.conflicts import Conflicts
from app.service.core import Core, LoadFromSettings
from app.service.costing import Costs
from app.service.documents import Documents
from app.service.edit_testing import EditTests
from app.service.editing import Edits
from app.service.evaluating import Evaluations
from app.service.fidelities import Fidelities
from app.service.identity import Identity
from app.service.jobs import Jobs
from app.service.offered_pools import OfferedPools
from app.service.own_work import OwnWork
from app.service.people import People
from app.service.releases import Releases
from app.service.reviewing import Reviews
from app.service.saved_policies import SavedPolicies
from app.service.stored import Stored
from app.service.testing import QuestionRuns


class Workbench(Core):
    """The model, the sessions and the store (`Core`), and what can be done with them.

    Args:
        settings: limits and the choice of model; those of the process by default.
        load: makes the model; replaced in tests.
        identity: who acts where nobody has said so, see `Core`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        load: LoadFromSettings | None = None,
        identity: Identity | None = None,
    ) -> None:
        super().__init__(settings, load, identity)
        self.access = Access(self)
        self.people = People(self)
        self.stored = Stored(self)
        self.facts = AboutWorkbench(self)
        self.backbones = Backbones(self)
        self.jobs = Jobs(self)
        self.evaluations = Evaluations(self, self.jobs)
        self.comparisons = Comparisons(self, self.jobs, self.evaluations)
        self.costs = Costs(self)
        self.fidelities = Fidelities(self, self.jobs)
        self.edits = Edits(self, self.jobs, self.fidelities)
        self.arrivals = Arrivals(self, self.edits)
        self.tables = Tables(self)
        self.own_work = OwnWork(self)
        self.pools = OfferedPools(self)
        self.documents = Documents(self)
        self.conflicts = Conflicts(self)
        self.reviews = Reviews(self)
        awaiting = Awaiting(self, self.arrivals)
        self.questions = Questions(self, awaiting)
        self.policies = SavedPolicies(self)
        self.tests = QuestionRuns(self, self.jobs, awaiting)
        self.edit_tests = EditTests(self, self.jobs)
        self.releases = Releases(self, self.jobs)
