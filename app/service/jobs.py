"""The long jobs of sessions and of the shared store: begun, found again after a reload, stopped, gone on with.

To add a kind of job: make a `Task` (app/service/job.py), begin it with `workbench.jobs.start(token, task, title)`, and
give its kind a name in the texts (`job.KIND`). The page's panel of jobs shows it without more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from time import monotonic, sleep
from typing import TYPE_CHECKING

from app.errors import JobError, JobMissingError
from app.service.job import Job, JobView, Task
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.service.core import Core

MOST_JOBS = 12
"""Jobs kept of a session, those that are over included; beyond it the oldest that is over is forgotten."""

SHARED = "shared"
"""Owner of the shared store's jobs: no token of a session is like it."""

LOOK_SECONDS = 0.05
"""Between two looks at a job that is followed."""


class JobShelf:
    """The jobs of one owner, done one after the other by one thread, in the order they were begun."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._to_do: list[Job] = []
        self._working = False
        self._lock = threading.Lock()

    def begin(self, job: Job, *, alone: bool = False) -> Job:
        """Takes a new job in; it is done after those begun before it.

        Args:
            alone: where one of the same kind works or waits already, that one looks again for what is left before it
                is done, and is returned; nothing is begun.

        Raises:
            JobError: too many jobs wait.
        """
        with self._lock:
            live = [one for one in self._jobs if one.live]
            same = (one for one in live if one.task.kind == job.task.kind)
            taken = next((one for one in same if one.take_in()), None) if alone else None
            if taken is not None:
                return taken
            if len(live) >= MOST_JOBS:
                raise JobError(f"{len(live)} jobs are waiting already.", "", "Stop one of them, or let them finish.")
            over = [one for one in self._jobs if not one.live]
            for old in over[: max(0, len(self._jobs) + 1 - MOST_JOBS)]:
                self._jobs.remove(old)
            self._jobs.append(job)
            self._queue(job)
            return job

    def resume(self, job: Job) -> None:
        """Goes on with a stopped or failed job; does nothing to another one."""
        with self._lock:
            if job.queue_again():
                self._queue(job)

    def forget(self, job: Job) -> None:
        """Stops a job and takes it from the shelf."""
        job.stop()
        with self._lock:
            if job in self._jobs:
                self._jobs.remove(job)

    def get(self, job_id: str) -> Job:
        """Raises JobMissingError where there is none of that id (any more)."""
        found = next((job for job in tuple(self._jobs) if job.id == job_id), None)
        if found is None:
            raise _missing()
        return found

    def views(self) -> tuple[JobView, ...]:
        """All jobs, the newest first."""
        views: list[JobView] = []
        earlier = 0
        for job in tuple(self._jobs):
            view = job.view(earlier)
            views.append(view)
            earlier += view.live
        return tuple(reversed(views))

    def stop(self, *kinds: str) -> None:
        """Stops the jobs of these kinds; without any, every job."""
        for job in tuple(self._jobs):
            if not kinds or job.task.kind in kinds:
                job.stop()

    def clear(self) -> None:
        """Stops and forgets every job: the owner is gone.

        A job holds its owner. As long as the owner held the job too, both, with gists and answers, stayed until the
        garbage collector looked through everything there is, which it does seldom.
        """
        with self._lock:
            jobs, self._jobs = self._jobs, []
        for job in jobs:
            job.stop()

    def _queue(self, job: Job) -> None:
        self._to_do.append(job)
        if not self._working:
            self._working = True
            threading.Thread(target=self._work, name="jobs", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._to_do:
                    self._working = False
                    return
                job = self._to_do.pop(0)
            job.run()


class Jobs:
    """The jobs that a session sees: its own, or the shared store's while it uses that.

    Every function with a token raises SessionExpiredError where there is no such session; those with the id of a job
    raise JobMissingError where there is none. `stop`, `resume` and `forget` raise NotAllowedError where it is a job of
    the shared store and whoever acts may not change that.
    """

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("jobs.start")
    def start(self, token: str | None, task: Task, title: str = "", *, alone: bool = False) -> str:
        """Begins a job of the session and returns its id. It waits for the model behind what came before.

        Args:
            task: what it does.
            title: what it works on, such as a file's name.
            alone: where the session has one of the same kind on its way, the id of that one is returned.

        Raises:
            JobError: too many jobs of the session wait.
        """
        session = self._core.session(token)
        return session.jobs.begin(Job(task, self._core.queue, session.token, title), alone=alone).id

    @permitted("jobs.start_shared")
    def start_shared(self, token: str | None, task: Task, title: str = "") -> str:
        """Begins a job of the shared store, which every session that uses the store sees; one a kind at a time.

        Raises:
            StoreError: the shared store cannot be opened.
            JobError: too many of its jobs wait.
        """
        self._core.session(token)
        return self._core.shared().jobs.begin(Job(task, self._core.queue, SHARED, title), alone=True).id

    @permitted("jobs.of")
    def of(self, token: str | None) -> tuple[JobView, ...]:
        """The session's jobs, the newest first; before them the shared store's, while the session uses it."""
        return tuple(view for shelf in self._shelves(token) for view in shelf.views())

    @permitted("jobs.get")
    def get(self, token: str | None, job_id: str) -> JobView:
        """One job as it is now."""
        found = next((view for view in self.of(token) if view.id == job_id), None)
        if found is None:
            raise _missing()
        return found

    @permitted("jobs.task")
    def task(self, token: str | None, job_id: str) -> Task:
        """What a job does, with what it has done: the results of a table of questions, as many as there are."""
        return self._find(token, job_id)[1].task

    @permitted("jobs.stop")
    def stop(self, token: str | None, job_id: str) -> None:
        """Stops a job: at once where it waits, else after the piece that it is doing. What is done is kept."""
        self._to_change(token, job_id)[1].stop()

    @permitted("jobs.resume")
    def resume(self, token: str | None, job_id: str) -> None:
        """Goes on with what is left of a stopped or failed job."""
        shelf, job = self._to_change(token, job_id)
        shelf.resume(job)

    @permitted("jobs.forget")
    def forget(self, token: str | None, job_id: str) -> None:
        """Stops a job and takes it from the list; what it did to the edits stays."""
        shelf, job = self._to_change(token, job_id)
        shelf.forget(job)

    @permitted("jobs.follow")
    def follow(self, token: str | None, job_id: str, every: float = LOOK_SECONDS) -> Iterator[JobView]:
        """A job again and again until it is done or stopped, whenever something about it has changed.

        Args:
            every: seconds between two looks.

        Raises:
            WorkbenchError: why the job failed.
        """
        shown: JobView | None = None
        while (view := self.get(token, job_id)).live:
            if view != shown:
                yield view
                shown = view
            sleep(every)
        if view.error is not None:
            raise view.error
        yield view

    @permitted("jobs.wait")
    def wait(self, token: str | None, job_id: str, seconds: float) -> JobView:
        """The job once it is over, or as it is after so many seconds."""
        end = monotonic() + seconds
        while (view := self.get(token, job_id)).live and monotonic() < end:
            sleep(LOOK_SECONDS)
        return view

    def _shelves(self, token: str | None) -> tuple[JobShelf, ...]:
        session = self._core.session(token)
        shared = () if session.shares_as is None else (self._core.shared().jobs,)
        return (*shared, session.jobs)

    def _to_change(self, token: str | None, job_id: str) -> tuple[JobShelf, Job]:
        shelf, job = self._find(token, job_id)
        if shelf is not self._core.session(token).jobs:
            self._core.require("jobs.change_shared", token)
        return shelf, job

    def _find(self, token: str | None, job_id: str) -> tuple[JobShelf, Job]:
        for shelf in self._shelves(token):
            try:
                return shelf, shelf.get(job_id)
            except JobMissingError:
                continue
        raise _missing()


def _missing() -> JobMissingError:
    return JobMissingError("There is no such job here (any more).", "", "Begin it again.")
