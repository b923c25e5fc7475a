"""What can be done with the workbench, by whom: the one table that is checked, and that assets/docs/access.md shows.

Every public function of the workbench's parts names its row (`permitted`). A new function needs a new row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.store.account_records import Role, Scope

UsesStore = Literal["no", "in use", "yes"]
"""Whether something touches the shared store: never, while the session works on it, or always."""


@dataclass(frozen=True)
class Operation:
    """Something that can be done."""

    name: str
    """PART.FUNCTION of the workbench, or of `Core` the function alone."""
    does: str
    """For people."""
    least: Role = "visitor"
    """The role that it takes; on one's private edits none is needed."""
    scope: Scope | Literal["any"] = "read"
    """What an API token must be for. `any`: what every use of the workbench goes through, whatever its token is for."""
    store: UsesStore = "no"
    others: Role | None = None
    """The role that it takes on an edit whose terms name somebody else as owner; None: the same."""
    whole: bool = False
    """It reads or writes everything: where the store holds something confidential, it takes the right to see that."""


_ROWS = (
    # Sessions and the model
    Operation("begin_loading", "start the model", scope="any"),
    Operation("model", "use the model", scope="any"),
    Operation("about", "see which model answers", scope="any"),
    Operation("open", "begin a private session", scope="any"),
    Operation("known", "find one's own session again", scope="any"),
    Operation("session", "work in one's own session", scope="any"),
    Operation("stop", "stop one's own questions", scope="ask"),
    Operation("rename", "change the name beside what one does without sign-in"),
    Operation("leave_shared", "go back to one's private edits", scope="any"),
    Operation("open_shared", "open the shared edits", "viewer", "any", "yes"),
    Operation("use_shared", "open the shared edits, from the command line", "viewer", "any", "yes"),
    Operation("shared", "read the shared store, as far as one may see it", "viewer", "any", "yes"),
    Operation("pool_of", "read gists of the edits in use", "viewer", "any", "in use"),
    Operation("pools.offered", "see which pools in folders are offered", scope="any"),
    Operation("pools.in_use", "see which pool one asks with", scope="any"),
    Operation("pools.use", "ask with a pool that is offered", scope="any"),
    Operation("pools.leave", "ask with one's private edits again, no pool", scope="any"),
    Operation("edits.use_folder", "ask with a pool in a folder of the server", "administrator", "administer"),
    Operation("facts.facts", "see what is known of model and program"),
    Operation("backbones.available", "see which models there are"),
    Operation("backbones.opened", "see which model answers"),
    Operation("backbones.waiting_for_consent", "see whether terms of use are open"),
    Operation("backbones.accept_terms", "accept a model's terms of use here", "administrator", "administer"),
    # Who one is
    Operation("access.me", "see as whom one is signed in", scope="any"),
    Operation("access.sign_in", "sign in", scope="any"),
    Operation("access.sign_out", "sign out", scope="any"),
    Operation("access.of_sign_in", "recognise a browser that is signed in", scope="any"),
    Operation("access.of_token", "recognise an API token", scope="any"),
    Operation("access.of_huggingface", "recognise somebody whom Hugging Face has signed in", scope="any"),
    Operation("access.why_not", "see why something is not allowed", scope="any"),
    # Accounts
    Operation("people.accounts", "list accounts", "administrator", "administer", "yes"),
    Operation("people.add", "add an account", "administrator", "administer", "yes"),
    Operation(
        "people.give_role", "give a role or the right to confidential edits", "administrator", "administer", "yes"
    ),
    Operation("people.disable", "disable an account", "administrator", "administer", "yes"),
    Operation("people.enable", "enable an account again", "administrator", "administer", "yes"),
    Operation("people.unlock", "unlock an account", "administrator", "administer", "yes"),
    Operation("people.set_password", "set the password of an account", "administrator", "administer", "yes"),
    Operation("people.sign_out_all", "sign out every browser of an account", "administrator", "administer", "yes"),
    Operation("people.tokens", "list API tokens", "administrator", "administer", "yes"),
    Operation("people.make_token", "make an API token", "administrator", "administer", "yes"),
    Operation("people.revoke_token", "revoke an API token", "administrator", "administer", "yes"),
    # Reading in, proposing
    Operation("edits.read_lines", "read typed edits in"),
    Operation("edits.read_file", "read a file of edits in"),
    Operation("edits.demo", "read the demo edits in"),
    Operation("tables.open", "upload a table"),
    Operation("tables.with_first_row_as", "say what a table's first row is"),
    Operation("tables.get", "look at one's uploaded table"),
    Operation("tables.upload", "make edits of one's uploaded table"),
    Operation("tables.close", "put one's uploaded table away"),
    Operation("documents.compare", "see what a new document changes"),
    Operation("documents.begin", "compare documents, to accept what is proposed", "viewer", store="in use"),
    Operation("documents.begin_pasted", "paste corrections, to accept what is proposed", "viewer", store="in use"),
    Operation("documents.proposed", "see what one's documents propose", "viewer", store="in use"),
    Operation("documents.note", "tick or reword what one's documents propose"),
    Operation("documents.tick", "tick all that one's documents propose", "viewer", store="in use"),
    Operation("documents.accept", "accept what one's documents propose", "editor", "edit", "in use"),
    Operation("documents.close", "put one's documents away"),
    Operation("edits.propose", "check edits before they are added", "editor", "edit", "in use"),
    Operation("edits.accept", "add edits", "editor", "edit", "in use"),
    Operation("arrivals.begin", "add edits as soon as the model is there", "editor", "edit", "in use"),
    Operation("arrivals.coming", "see which of one's edits are on their way", scope="any"),
    Operation("edits.require_fitting", "drop a proposal that was made for other edits"),
    Operation("edits.held", "see which of one's edits wait for approval"),
    Operation("edits.discard", "drop a proposal"),
    # Edits in use
    Operation("edits.list", "list and search edits", "viewer", store="in use"),
    Operation("edits.export", "download edits", "viewer", store="in use"),
    Operation("edits.compress", "compress edits that wait", "viewer", "ask", "in use"),
    Operation("edits.reword", "change the text of an edit", "editor", "edit", "in use", others="approver"),
    Operation("edits.annotate", "change note and tags of an edit", "editor", "edit", "in use", others="approver"),
    Operation("edits.set_terms", "change the terms of an edit", "editor", "edit", "in use", others="approver"),
    Operation("edits.remove", "take an edit out of use", "editor", "edit", "in use", others="approver"),
    Operation("edits.clear", "remove all private edits", "viewer", "edit", "in use"),
    Operation("edits.undo", "take one's last change back", "editor", "edit", "in use", others="approver"),
    Operation("fidelities.known", "see how much a gist is known to hold"),
    Operation("fidelities.check", "measure how much a gist holds", "viewer", "ask", "in use"),
    Operation("fidelities.begin", "measure how much all gists hold", "viewer", "ask", "in use"),
    Operation("fidelities.unchecked", "see which gists were not measured", "viewer", store="in use"),
    Operation("fidelities.check_these", "measure how much some gists hold", "viewer", "ask", "in use"),
    # Asking
    Operation("own_work.save", "download one's own work as a file"),
    Operation("own_work.read", "read one's own work from a file"),
    Operation("questions.examples", "see example questions", "viewer", store="in use"),
    Operation("questions.ask", "ask", "viewer", "ask", "in use"),
    Operation("questions.answered", "see one's recent answers", scope="any"),
    Operation("questions.history", "list one's recent questions", scope="any"),
    Operation("questions.clear", "forget one's recent questions", scope="any"),
    Operation("questions.edit", "open an edit that an answer may read", "viewer", store="in use"),
    Operation("questions.draft", "begin a correction"),
    Operation("questions.account", "see why an answer came out", "viewer", "ask", "in use"),
    Operation("questions.report", "download the evidence of an answer", "viewer", "ask", "in use"),
    Operation("tests.read_file", "read a file of questions in"),
    Operation("tests.start", "ask many questions", "viewer", "ask", "in use"),
    Operation("tests.results", "see what became of many questions"),
    Operation("edit_tests.questions", "count the test questions of the edits in use", "viewer", store="in use"),
    Operation("edit_tests.start", "ask the test questions of the edits in use", "viewer", "ask", "in use"),
    Operation("edit_tests.newest", "see how far one's test of the edits is"),
    Operation("edit_tests.run", "see what one's test of the edits found"),
    Operation("evaluations.start", "run an evaluation", scope="ask"),
    Operation("evaluations.report", "see what an evaluation found"),
    Operation("policies.offered", "see the settings that a person has tuned"),
    # Jobs
    Operation("jobs.start", "begin a long job of one's own", scope="ask"),
    Operation("jobs.start_shared", "begin a long job of the shared store", "viewer", "ask", "yes"),
    Operation("jobs.of", "see jobs: one's own, and the shared store's while it is in use", "viewer", "any", "in use"),
    Operation("jobs.get", "see a job", "viewer", "any", "in use"),
    Operation("jobs.task", "see what a job has done", "viewer", "any", "in use"),
    Operation("jobs.follow", "follow a job", "viewer", "any", "in use"),
    Operation("jobs.wait", "wait for a job", "viewer", "any", "in use"),
    Operation("jobs.stop", "stop a job of one's own", scope="ask"),
    Operation("jobs.resume", "go on with a job of one's own", scope="ask"),
    Operation("jobs.forget", "take a job of one's own from the list", scope="ask"),
    Operation("jobs.change_shared", "the same with a job of the shared store", "editor", "edit", "yes"),
    Operation("comparisons.suites", "see which benchmarks there are"),
    Operation("comparisons.size_of", "see how large a benchmark is"),
    Operation("comparisons.methods", "see which methods can be compared"),
    Operation("comparisons.start", "compare methods", scope="ask"),
    Operation("comparisons.newest", "see one's last comparison"),
    Operation("comparisons.results", "see what a comparison found"),
    Operation("comparisons.read", "read results in"),
    Operation("comparisons.file_of", "download results"),
    Operation("comparisons.shipped", "see which results come with the program"),
    Operation("comparisons.shipped_results", "read results that come with the program"),
    Operation("costs.millions", "see how large the model is"),
    Operation("costs.reckon", "reckon what a month costs"),
    # The life of shared edits
    Operation("reviews.waiting", "see what waits for approval", "viewer", store="yes"),
    Operation("reviews.due", "see what is due", "viewer", store="yes"),
    Operation("reviews.history", "see the versions of an edit", "viewer", store="yes"),
    Operation("reviews.as_of", "see what acted at a moment", "viewer", store="yes"),
    Operation("reviews.find", "search edits in any state", "viewer", store="yes"),
    Operation("reviews.named", "find an edit by its id", "viewer", store="yes"),
    Operation("reviews.submit", "hand a draft in", "editor", "edit", "yes"),
    Operation("reviews.approve", "approve an edit", "approver", "review", "yes"),
    Operation("reviews.send_back", "send an edit back", "approver", "review", "yes"),
    Operation("reviews.retire", "retire an edit", "editor", "edit", "yes", others="approver"),
    Operation("reviews.restore", "restore a retired edit", "approver", "review", "yes"),
    Operation("reviews.change", "change an edit and its terms", "editor", "edit", "yes", others="approver"),
    Operation("reviews.take_over", "give an edit its proposed questions", "editor", "edit", "yes", others="approver"),
    # Releases
    Operation("release_for", "see which release answers", "viewer", "any", "in use"),
    Operation("served_to", "be answered from a release with what one may see of it", "viewer", "any", "in use"),
    Operation("releases.overview", "list releases", "viewer", store="yes"),
    Operation("releases.show", "see a release, without what is hidden", "viewer", store="yes"),
    Operation("releases.verify", "see whether a release is unchanged", "viewer", store="yes"),
    Operation("releases.diff", "compare two releases", "viewer", store="yes"),
    Operation("releases.history", "see where an alias stood", "viewer", store="yes"),
    Operation("releases.served", "see which release answers here", "viewer", store="in use"),
    Operation("releases.make", "make a release", "approver", "release", "yes"),
    Operation("releases.move", "move an alias", "approver", "release", "yes"),
    Operation("releases.rollback", "move an alias back", "approver", "release", "yes"),
    Operation("releases.begin_gate", "test a release", "editor", "release", "yes", whole=True),
    Operation("releases.gate", "see the test of a release", "viewer", store="yes", whole=True),
    Operation("releases.gate_of_job", "see the test of a release that a job made", "viewer", store="yes", whole=True),
    Operation("releases.logged", "look answers up that were given with the shared edits", "viewer", store="yes"),
    Operation("releases.reopen", "ask a logged answer again, with its evidence", "viewer", "ask", "yes", whole=True),
    Operation("releases.replay", "ask a logged answer again", "viewer", "ask", "yes", whole=True),
    Operation("releases.mark", "mark an answer", "viewer", "ask", "yes"),
    Operation("releases.pilot", "see the pilot", "viewer", store="yes"),
    Operation("releases.page", "download the page of the pilot", "viewer", store="yes"),
    Operation("releases.join", "take somebody into the pilot", "approver", "release", "yes"),
    Operation("releases.leave", "take somebody out of the pilot", "approver", "release", "yes"),
    # Conflicts between shared edits
    Operation("conflicts.find", "look for conflicts", "editor", "review", "yes"),
    Operation("conflicts.open", "see conflicts", "viewer", store="yes"),
    Operation("conflicts.measure", "ask what two edits do to each other", "viewer", "ask", "yes"),
    Operation("conflicts.resolve", "resolve a conflict", "approver", "review", "yes"),
    # The shared store without a session: the command line
    Operation("stored.find", "search the shared store", "viewer", store="yes"),
    Operation("stored.release", "find a release", "viewer", store="yes"),
    Operation("stored.answer", "find a logged answer", "viewer", store="yes"),
    Operation("stored.add", "add edits to the shared store", "editor", "edit", "yes"),
    Operation("stored.unusable", "see which shared edits the model cannot take", "viewer", "ask", "yes"),
    Operation("stored.whole", "read or change the store as a whole", "administrator", "administer", "yes", whole=True),
    Operation("stored.export", "export what one may see of the shared store", "approver", store="yes"),
    Operation("stored.import_", "import into the shared store", "administrator", "administer", "yes", whole=True),
)

OPERATIONS = {row.name: row for row in _ROWS}
