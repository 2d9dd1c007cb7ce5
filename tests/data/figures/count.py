"""Every figure counted a second time, row by row and by brute force: no frame, and no code of data/figures.

A sheet is a dict of lists of dicts, its cells as somebody types them: days and months as text, lists as lists.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import comb, floor, sqrt
from typing import Any

from data.reference.countries import SECTION_OF, STATES, STATUS

Row = Mapping[str, Any]
Span = tuple[date, date]

T_80 = {2: 1.885618, 3: 1.637744, 4: 1.533206, 5: 1.475884, 6: 1.439756, 7: 1.414924}


def span(text: str | None) -> Span | None:
    """The first and the last day of what somebody typed: a day, a month, or nothing that can be read."""
    try:
        if text and len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return (date.fromisoformat(text), date.fromisoformat(text)) if text else None
    except ValueError:
        return None


def day(text: str | None) -> date | None:
    """A day alone."""
    found = span(text)
    return found[0] if found and text and len(text) == 10 else None


class Count:
    """One sheet, looked at on one day."""

    def __init__(self, sheet: Mapping[str, Any], asked: date) -> None:
        """``asked`` is held within the days of the sheet."""
        self.settings: Row = sheet["settings"]
        self.milestones = [self._milestone(row) for row in sheet["milestones"]]
        self.sections: list[Row] = sheet["sections"]
        self.regional = [row["code"] for row in self.sections if row["kind"] == "regional"]
        self.questions: list[str] = sheet["questions"]
        self.blocks: list[str] = sheet["blocks"]
        self.home = {c: s for c, s in {**SECTION_OF, **sheet["countries"]}.items() if s in self.regional}
        self.sheet = sheet
        self.kept = self._kept(sheet["contributions"])
        self.d = self._held(asked)
        self.received = [row for row in self.kept if row["received"] <= self.d]
        self.target = self.settings.get("target") if (self.settings.get("target") or 0) >= 1 else None
        self.enough = self.settings.get("answered_min") or 3

    def _milestone(self, row: Row) -> dict[str, Any]:
        due, baseline = span(row["due"]), span(row["baseline"])
        return {
            **row,
            "due": due,
            "baseline": baseline,
            "done": day(row["done_on"]),
            "out": row["state"] == "cancelled",
        }

    def _kept(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        for number, row in enumerate(rows, start=2):
            received = day(row["received_on"])
            if received is None or not row["contributor"]:
                continue
            taken = any(other["id"] == row["id"] for other in kept)
            considered, decided = day(row["considered_on"]), day(row["decided_on"])
            considered = considered if considered and considered >= received else None
            decided = decided if decided and decided >= received and row["decision"] else None
            section = row["section"] if row["section"] in self.regional else self.home.get(row["country"])
            kept.append(
                {
                    **row,
                    "id": f"row {number}" if taken else row["id"],
                    "received": received,
                    "decided": (decided or considered or received) if row["decision"] else None,
                    "considered": considered,
                    "dated": decided,
                    "section": section,
                }
            )
        return kept

    def _held(self, asked: date) -> date:
        days: list[date] = []
        for row in self.milestones:
            days += [first for first in (row["due"], row["baseline"]) if first for first in first]
            days += [row["done"]] if row["done"] else []
        days += [d for row in self.kept for d in (row["received"], row["considered"], row["dated"]) if d]
        days += [
            d for d in (self._setting("start", 0), self._setting("launch"), self._setting("contributions_until")) if d
        ]
        last = date.fromisoformat(self.settings["reporting_date"])
        return max(min(asked, last), min([last, *days]))

    def _setting(self, name: str, end: int = 1) -> date | None:
        found = span(self.settings.get(name))
        return found[end] if found else None

    # The road.

    @property
    def start(self) -> date | None:
        """The first day of the road."""
        return self._setting("start", 0) or min((m["due"][0] for m in self._on_the_road() if m["due"]), default=None)

    def _on_the_road(self) -> list[dict[str, Any]]:
        return [m for m in self.milestones if not m["out"]]

    def _latest(self, kind: str) -> dict[str, Any] | None:
        found = None
        for m in self._on_the_road():
            if m["kind"] == kind and m["due"] and (found is None or m["due"][1] > found["due"][1]):
                found = m
        return found

    @property
    def launch_day(self) -> date | None:
        """The last day of the launch."""
        launch = self._latest("launch")
        return self._setting("launch") or (launch["due"][1] if launch else None)

    @property
    def end(self) -> date | None:
        """The end of the collection."""
        deadline = self._latest("deadline")
        return self._setting("contributions_until") or (deadline["due"][1] if deadline else self.launch_day)

    def state(self, m: Row) -> str:
        """The state of a milestone."""
        if m["out"]:
            return "cancelled"
        if m["done"] and m["done"] <= self.d:
            return "done"
        if not m["due"]:
            return "undated"
        if m["due"][1] < self.d:
            return "late"
        if m["due"][0] <= self.d:
            return "under way"
        ahead = [n for n in self._on_the_road() if n["due"] and n["due"][0] > self.d]
        ahead = [n for n in ahead if not (n["done"] and n["done"] <= self.d)]
        return "next" if min(ahead, key=lambda n: n["due"][0]) is m else "ahead"

    def slip(self, m: Row) -> int | None:
        """Days from the baseline."""
        state, base = self.state(m), m["baseline"]
        if not base or state == "cancelled" or (state == "undated"):
            return None
        if state not in ("done", "late") and m["due"][0] <= base[1] and m["due"][1] >= base[0]:
            return 0
        at = m["done"] if state == "done" else self.d if state == "late" else m["due"][1]
        days = (at - base[1]).days if at > base[1] else (at - base[0]).days if at < base[0] else 0
        return max(days, 0) if state == "late" else days

    def overdue(self, m: Row) -> int | None:
        """Days since the last day of due."""
        return (self.d - m["due"][1]).days if self.state(m) == "late" else None

    def step(self, state: str) -> dict[str, Any] | None:
        """The milestone under way, or the next."""
        found = [m for m in self.milestones if self.state(m) == state]
        if not found:
            return None
        m = min(found, key=lambda n: n["due"][0])
        first, last = m["due"]
        return {"id": m["id"], "due": str(first), "due_last": str(last), "days": max(0, (first - self.d).days)}

    def launch(self) -> dict[str, Any] | None:
        """The verdict."""
        launch = self._latest("launch")
        if not launch:
            return None
        by_id = {m["id"]: m for m in self.milestones}

        def before(m: Row, seen: tuple[str, ...]) -> set[str]:
            found: set[str] = set()
            for id_ in m["depends_on"]:
                if id_ in by_id and id_ not in seen and self.state(by_id[id_]) != "done":
                    found |= {id_} | before(by_id[id_], (*seen, id_))
            return found

        known = [id_ for id_ in launch["depends_on"] if id_ in by_id and id_ != launch["id"]]
        late = [m for m in self.milestones if self.state(m) == "late" and m is not launch]
        if known:
            chain = before(launch, (launch["id"],))
            late = [m for m in late if m["id"] in chain]
        else:
            late = [m for m in late if m["due"][1] < launch["due"][0]]
        state = self.state(launch)
        late = [] if state == "done" else late
        overdue = [self.overdue(m) or 0 for m in late] + ([self.overdue(launch) or 0] if state == "late" else [])
        return {
            "id": launch["id"],
            "due": str(launch["due"][0]),
            "due_last": str(launch["due"][1]),
            "state": state if state in ("done", "late") else "at risk" if late else "on course",
            "held_up_by": [m["id"] for m in late],
            "overdue_days": max(overdue) if overdue else None,
        }

    # Contributions.

    def is_decided(self, row: Row) -> bool:
        """Decided at D."""
        return row["decided"] is not None and row["decided"] <= self.d

    def has_landed(self, row: Row) -> bool:
        """Reflected or partly, at D."""
        return self.is_decided(row) and row["decision"] in ("reflected", "partly")

    def uptake(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Rate, n and interval."""
        n = sum(map(self.is_decided, rows))
        if n < 5:
            return {"rate": None, "n": n, "low": None, "high": None}
        p, z = sum(map(self.has_landed, rows)) / n, 1.959964
        # The two roots of (p - x)^2 = z^2 x (1 - x) / n.
        a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
        root = sqrt(b * b - 4 * a * c)
        return {"rate": p, "n": n, "low": max(0.0, (-b - root) / (2 * a)), "high": min(1.0, (-b + root) / (2 * a))}

    def median(self) -> int | None:
        """Kaplan-Meier, from the definition of S(t)."""
        events = [(r["dated"] - r["received"]).days for r in self.received if self.is_decided(r) and r["dated"]]
        waiting = [(self.d - r["received"]).days for r in self.received if not self.is_decided(r)]
        for t in sorted(set(events)):
            survives = Fraction(1)
            for u in sorted({e for e in events if e <= t}):
                at_risk = sum(e >= u for e in events + waiting)
                survives *= 1 - Fraction(events.count(u), at_risk)
            if survives <= Fraction(1, 2):
                return t
        return None

    def forecast(self) -> dict[str, Any]:
        """The forecast."""
        end, received = self.end, len(self.received)
        told: dict[str, int | None] = dict.fromkeys(("expected", "low", "high"))
        days = sorted(r["received"] for r in self.received)
        weeks: list[int] = []
        last = self.d
        while self.start and len(weeks) < 8 and last - timedelta(6) >= self.start:
            weeks.append(sum(last - timedelta(6) <= d <= last for d in days))
            last -= timedelta(7)
        reason = verdict = None
        if self.target is None:
            reason = "no target"
        elif end is None:
            reason = "no end"
        elif self.d >= end:
            reason = "over"
        elif len(weeks) < 3 or sum(weeks) < 10:
            reason = "too early"
        else:
            k, w = len(weeks), Fraction((end - self.d).days, 7)
            m = Fraction(sum(weeks), k)
            s2 = sum((x - m) ** 2 for x in weeks) / (k - 1)
            off = T_80[k - 1] * sqrt(w * s2 * (1 + w / k))
            rounded = [floor(received + w * m + Fraction(side * off) + Fraction(1, 2)) for side in (-1, 0, 1)]
            low, high = max(received, rounded[0]), rounded[2]
            told = {"expected": rounded[1], "low": low, "high": high}
            verdict = "yes" if low >= self.target else "no" if high < self.target else "open"
        is_met = self.target is not None and received >= self.target
        return {
            **told,
            "by": str(end) if end else None,
            "verdict": "met" if is_met else verdict,
            "reached_on": str(days[self.target - 1]) if is_met and self.target else None,
            "reason": None if is_met else reason,
        }

    def contributions(self) -> dict[str, Any]:
        """The block of that name."""
        rows, d = self.received, self.d
        decided = [r for r in rows if self.is_decided(r)]
        waiting = [(d - r["received"]).days for r in rows if not self.is_decided(r)]
        pace = required = None
        if self.start and self.start <= d:
            w = min(28, (d - self.start).days + 1)
            pace = sum((d - r["received"]).days < w for r in rows) * 7 / w
        if self.target is not None:
            if len(rows) >= self.target:
                required = 0
            elif self.end and d < self.end:
                required = (self.target - len(rows)) / ((self.end - d).days / 7)
        return {
            "received": len(rows),
            "without_section": sum(r["section"] is None for r in rows),
            "considered": sum(self.is_decided(r) or bool(r["considered"] and r["considered"] <= d) for r in rows),
            "decided": len(decided),
            **{
                name: sum(r["decision"] == name for r in decided)
                for name in ("reflected", "partly", "not_reflected", "out_of_scope")
            },
            "target": self.target,
            "collection_end": str(self.end) if self.end else None,
            "uptake": self.uptake(rows),
            "median_days_to_decision": self.median(),
            "undated_decisions": sum(r["dated"] is None for r in decided),
            "oldest_undecided_days": max(waiting) if waiting else None,
            "pace_per_week": pace,
            "required_per_week": required,
            "forecast": self.forecast(),
        }

    # Sections.

    def of_section(self, section: Row) -> list[dict[str, Any]]:
        """What counts for a section."""
        if section["kind"] == "regional":
            return [r for r in self.received if r["section"] == section["code"]]
        return [r for r in self.received if section["code"] in (*r["also"], r["section_typed"])]

    def stands_out(self, rows: list[dict[str, Any]], compared: int) -> bool:
        """Fisher's exact test, every table weighed."""
        n, of = sum(map(self.is_decided, rows)), sum(map(self.is_decided, self.received))
        if n < 5 or n == of:
            return False
        landed, all_landed = sum(map(self.has_landed, rows)), sum(map(self.has_landed, self.received))
        ways = [comb(all_landed, x) * comb(of - all_landed, n - x) for x in range(n + 1)]
        p = Fraction(sum(w for w in ways if w <= ways[landed]), comb(of, n))
        return p < Fraction(5, 100) / compared

    def behind(self, section: Row, received: int) -> Fraction | None:
        """Behind."""
        start, end = self.start, self.end
        if not section["expected"] or not start or not end or start >= end:
            return None
        elapsed = min(max(Fraction((self.d - start).days, (end - start).days), Fraction(0)), Fraction(1))
        return max(section["expected"] * elapsed - received, Fraction(0))

    def section(self, section: Row) -> dict[str, Any]:
        """One row of sections, with ``behind`` as a fraction."""
        rows, expected, code = self.of_section(section), section["expected"], section["code"]
        is_regional = section["kind"] == "regional"
        enough = self.enough if expected is None else min(self.enough, expected)
        compared = sum(sum(map(self.is_decided, self.of_section(s))) >= 5 for s in self.sections)
        heard = {r["country"] for r in self.received}
        own = [country for country, home in self.home.items() if home == code]
        states = [country for country in own if country in STATES]
        answered = {}
        for question in self.questions:
            n = sum(question in r["question"] for r in rows)
            said = "none" if not n else "thin" if n < enough else "answered"
            answered[question] = "not applicable" if expected == 0 else said
        silence = min(((self.d - r["received"]).days for r in rows), default=None)
        few = len(rows) < enough or (expected is not None and len(rows) < Fraction(expected, 10))
        return {
            "code": code,
            "kind": section["kind"],
            "received": len(rows),
            "expected": expected,
            "states_heard": sum(c in heard for c in states) if is_regional else None,
            "states": len(states) if is_regional else None,
            "territories_heard": sum(c in heard and c not in STATES for c in own) if is_regional else None,
            "reach": sum(c in heard for c in states) / len(states) if is_regional and states else None,
            "barely_heard": is_regional and expected != 0 and bool(rows) and few,
            "behind": self.behind(section, len(rows)),
            "silence_days": None if expected == 0 else silence,
            "uptake": {**self.uptake(rows), "stands_out": self.stands_out(rows, max(compared, 1))},
            "answered": answered,
        }

    def balance(self) -> float | None:
        """Balance."""
        rows = [(len(self.of_section(s)), s["expected"]) for s in self.sections if s["kind"] == "regional"]
        asked = [(n, expected) for n, expected in rows if expected != 0]
        n = sum(received for received, _ in asked)
        if not asked or n < 30 or any(expected is None for _, expected in asked):
            return None
        of = sum(expected or 0 for _, expected in asked)
        return float(sum(min(Fraction(received, n), Fraction(expected or 0, of)) for received, expected in asked))

    def figures(self) -> dict[str, Any]:
        """All of them, as ``data.figures.summary.figures`` prints them but for ``rows``."""
        states = [self.state(m) for m in self.milestones]
        done, late = states.count("done"), states.count("late")
        start, launch_day = self.start, self.launch_day
        elapsed = None
        if start and launch_day and start < launch_day:
            elapsed = min(max((self.d - start).days / (launch_day - start).days, 0.0), 1.0)
        sections = [self.section(s) for s in self.sections]
        asked = [s for s in sections if s["expected"] != 0]

        def urgency(place: int) -> tuple[Any, ...]:
            s = asked[place]
            answers = list(s["answered"].values())
            silence = 10**9 if s["silence_days"] is None else s["silence_days"]
            return -answers.count("none"), -answers.count("thin"), -(s["behind"] or 0), -silence, place

        called = [asked[place] for place in sorted(range(len(asked)), key=urgency)]
        called = [s for s in called if {"none", "thin"} & set(s["answered"].values()) or s["behind"]]
        heard = {r["country"] for r in self.received} & STATUS.keys()
        landed = [r for r in self.received if self.has_landed(r)]
        replies = [r["reply"] for r in self.received if r["reply"]]
        regional = [s for s in asked if s["kind"] == "regional"]
        return {
            "as_of": str(self.d),
            "milestones": {
                "total": len(self._on_the_road()),
                "cancelled": states.count("cancelled"),
                "done": done,
                "late": late,
                "due_by_now": {"done": done, "of": done + late},
                "current": self.step("under way"),
                "next": self.step("next"),
                "items": [
                    {"id": m["id"], "state": s, "slip_days": self.slip(m), "overdue_days": self.overdue(m)}
                    for m, s in zip(self.milestones, states, strict=True)
                ],
            },
            "launch": self.launch(),
            "time_elapsed": elapsed,
            "contributions": self.contributions(),
            "sections": [{**s, "behind": None if s["behind"] is None else float(s["behind"])} for s in sections],
            "sections_heard": {
                "n": sum(s["received"] > 0 for s in regional),
                "of": len(regional),
                "barely": [s["code"] for s in regional if s["barely_heard"]],
            },
            "countries_heard": {"states": len(heard & STATES), "of": 195, "territories": len(heard - STATES)},
            "balance": self.balance(),
            "call_list": [s["code"] for s in called],
            "orphans": {
                "undecided": [r["id"] for r in self.received if not self.is_decided(r)],
                "landed_without_block": [r["id"] for r in landed if not set(r["blocks"]) & set(self.blocks)],
                "blocks_without_source": [b for b in self.blocks if not any(b in r["blocks"] for r in landed)],
            },
            "replies": {**{said: replies.count(said) for said in ("yes", "partly", "no")}, "n": len(replies)},
        }
