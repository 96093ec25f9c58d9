"""A decision in words: answer, survivors, reasons, what would change it, what a break would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Confidence, Kind, Mark, Operation, SecurityFlag
from pqeval.guideline import Missing, Quantity, Text
from pqeval.guideline.assurance import Standing, constant_time, known_answers
from pqeval.guideline.breakage import BreakCost
from pqeval.guideline.candidates import Candidate
from pqeval.guideline.costs import Basis
from pqeval.guideline.decide import Admission, Decision, Ranked, Rejected
from pqeval.guideline.facts import Stance
from pqeval.guideline.filters import Reason
from pqeval.guideline.fit import Verdict
from pqeval.guideline.query import OBJECTIVES
from pqeval.report.numbers import THIN_SPACE, bytes_text, significant
from pqeval.report.words import Words

__all__ = ["WHO", "DecisionText", "candidate_name", "decision_text", "reason_text", "signs", "value_text"]

_MODELLED: Final = "§"
_ASSUMED: Final = "◇"
_SESSION: Final = "session"
"""What waking up, connecting and releasing costs; where it is assumed, it outweighs the rest."""
_UNCONFIRMED: Final = "‡"
_MARKS: Final = {Mark.UNVALIDATED: "‖", Mark.ESTIMATE: "≈"}
WHO: Final = {
    "kem": "kem",
    "kem-initiator": "kem",
    "kem-responder": "kem",
    "firmware": "firmware",
    "verify": "signature",
    "sign": "signature",
    "signature": "signature",
}
"""Who has to replace a broken scheme, by the role of the device."""


@dataclass(frozen=True, slots=True)
class DecisionText:
    """A decision to be printed: lines before the tables, two tables with their heads, lines after them."""

    title: str
    answer: tuple[str, ...]
    survivors_head: tuple[str, ...]
    survivors: tuple[tuple[str, ...], ...]
    survivors_note: tuple[str, ...]
    rejected_head: tuple[str, ...]
    rejected: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]


def decision_text(
    decision: Decision, words: Words, most: int = 12, survivors: int | None = None
) -> DecisionText:
    """Put a decision into words; of each filter's rejects the nearest `most` are listed by name.

    Of the survivors the first `survivors` are listed, all of them by default; the others are counted.
    """
    asked = decision.query
    names = [words(f"objective_{name}") for name in OBJECTIVES]
    return DecisionText(
        title=words(
            "decide_title",
            role=words.of("device_role", asked.role.id),
            device=f"{words.source(asked.device.part)} ({asked.device.core})",
        ),
        answer=tuple(_answer(decision, words)),
        survivors_head=(words("scheme"), words("decide_implementation"), *names, words("decide_score"), ""),
        survivors=tuple(_survivor(one, words) for one in decision.survivors[:survivors]),
        survivors_note=tuple(_ranking_notes(decision, words, survivors)),
        rejected_head=(words("scheme"), words("decide_filter"), words("decide_why"), words("decide_margin")),
        rejected=tuple(_rejects(decision.rejected, words, most)),
        after=tuple(_after(decision, words)),
    )


def reason_text(reason: Reason, words: Words) -> str:
    """One reason as a sentence."""
    values = {name: _filled(name, value, words) for name, value in reason.values.items()}
    if reason.needed is not None and reason.limit is not None:
        values["needed"] = _amount(reason.needed, reason.unit)
        values["limit"] = _amount(reason.limit, reason.unit)
        values["short"] = _amount(reason.needed - reason.limit, reason.unit)
    text = words(f"why_{reason.key}", **values).strip()
    if not reason.condition:
        return text
    condition = reason.condition.in_(words.language)
    return f"{text}（{condition}）" if words.language == "ja" else f"{text} ({condition})"


def value_text(value: Quantity | Missing, words: Words, basis: Basis | None = None) -> str:
    """A number with the signs of the exports; `basis` is where the processor figures behind it are from."""
    if isinstance(value, Missing):
        return words("decide_unknown")
    whole = value.unit in {"bytes", "cycles"}
    digits = f"{value.value:,.0f}".replace(",", THIN_SPACE) if whole else significant(value.value, 4)
    return digits + "".join(signs(value, basis))


def signs(value: Quantity, basis: Basis | None) -> Iterator[str]:
    """The signs of the exports that a value carries; `basis` is where the figures behind it are from."""
    guessed = value.kind == Kind.ASSUMED or _SESSION in value.assumptions
    if basis in {Basis.OTHER_CORE, Basis.PREDICTED} or guessed:
        yield _ASSUMED
    elif value.mark != Mark.NONE:
        yield _MARKS[value.mark]
    elif basis == Basis.RUN and value.unit in {"cycles", "mJ"}:
        yield _MODELLED
    if value.confidence == Confidence.UNCONFIRMED and value.kind != Kind.ASSUMED:
        yield _UNCONFIRMED


def _answer(decision: Decision, words: Words) -> Iterator[str]:
    asked = decision.query
    yield words(
        "decide_asked",
        category=asked.category,
        until=asked.until,
        authority=asked.authority.name.in_(words.language)
        if asked.authority
        else words("decide_any_authority"),
        link=asked.link.name.in_(words.language) if asked.link else words("decide_no_link"),
        as_of=decision.as_of.isoformat(),
    )
    winner = decision.winner
    if winner is None:
        yield words("decide_nobody")
        return
    yield words("decide_winner", name=candidate_name(winner.candidate, words))
    yield from _evidence(winner, decision, words)
    yield from _conditions(winner.candidate, decision, words)
    yield from _assurance(winner.candidate, decision, words)
    other = decision.runner_up
    if other is None:
        yield words("decide_no_runner_up")
    else:
        ratio = words("decide_ratio", ratio=significant(other.score / winner.score, 2))
        yield words("decide_runner_up", name=candidate_name(other.candidate, words), ratio=ratio)


def _evidence(winner: Ranked, decision: Decision, words: Words) -> Iterator[str]:
    """What nobody measured: the winner, and then the first that somebody did; or a better prediction."""
    if (better := decision.promising) is not None:
        ratio = words("decide_ratio", ratio=significant(better.score / winner.score, 2))
        yield words("decide_promising", name=candidate_name(better.candidate, words), ratio=ratio)
    cost = winner.candidate.cost
    if cost is not None and cost.basis == Basis.OTHER_CORE:
        yield words("decide_winner_other_core", core=cost.core, device=decision.query.device.part)
    if not winner.candidate.unmeasured:
        return
    yield words("decide_winner_predicted")
    for one in decision.survivors:
        if not one.candidate.unmeasured:
            ratio = words("decide_ratio", ratio=significant(one.score / winner.score, 2))
            yield words("decide_first_measured", name=candidate_name(one.candidate, words), ratio=ratio)
            return


def _conditions(candidate: Candidate, decision: Decision, words: Words) -> Iterator[str]:
    authority = decision.query.authority
    for row in candidate.approvals:
        if row.stance != Stance.APPROVED or authority is None:
            continue
        parts = [row.condition.in_(words.language)] if row.condition else []
        if row.hybrid and candidate.companion:
            parts.append(words("decide_hybrid", companion=candidate.companion.name))
        parts += [words("decide_hedged")] if row.hedged else []
        parts += [words("decide_preferred")] if row.preferred else []
        if parts:
            name = authority.name.in_(words.language)
            yield words("decide_condition", authority=name, text=words.joined(parts, "; "))
    if candidate.scheme.security_flag != SecurityFlag.NONE_KNOWN and candidate.scheme.security_note:
        note = words.sentence(candidate.scheme.security_note)
        yield words("decide_note_advisory", scheme=candidate.scheme.name, note=note)


def _assurance(candidate: Candidate, decision: Decision, words: Words) -> Iterator[str]:
    answers = known_answers(candidate)
    published = answers == Standing.UNKNOWN and candidate.cost is not None and not candidate.checked
    methods = dict.fromkeys(one.method for one in candidate.checked)
    how = words.joined((words.sentence(one) for one in methods), ", ")
    only_verifies = decision.query.role.operations_of(candidate.scheme) == (Operation.VERIFY,)
    time = "none" if only_verifies else str(constant_time(candidate, decision.query))
    yield words(
        "decide_assurance",
        answers=words("answers_published" if published else f"answers_{answers}", how=how),
        time=words(f"time_{time}"),
    )
    if candidate.assurance is not None:
        yield words("decide_assurance_said", text=candidate.assurance.text.in_(words.language))


def _survivor(one: Ranked, words: Words) -> tuple[str, ...]:
    candidate = one.candidate
    cost = candidate.cost
    marks = [words("decide_front")] if one.on_front else []
    marks += [words("decide_fits_care")] if candidate.fit.verdict == Verdict.WITH_CARE else []
    streamed = _streamed(words) if candidate.fit.streamed else ""
    how = f"{cost.implementation}{streamed}" if cost else ""
    basis = cost.basis if cost else None
    values = (
        value_text(candidate.objective(name), words, None if name == "bytes" else basis)
        for name in OBJECTIVES
    )
    return (_beside(candidate), how, *values, f"{one.score:.2f}", ", ".join(marks))


def candidate_name(candidate: Candidate, words: Words) -> str:
    """Scheme and implementation, with the reader's word for a signature that is read as it comes in."""
    return candidate.name.replace(", streamed)", f"{_streamed(words)})")


def _streamed(words: Words) -> str:
    return words.joined(["", words("decide_streamed")], ", ")


def _beside(candidate: Candidate) -> str:
    return candidate.scheme.name + (f" + {candidate.companion.name}" if candidate.companion else "")


def _ranking_notes(decision: Decision, words: Words, survivors: int | None) -> Iterator[str]:
    if not decision.survivors:
        return
    left_out = len(decision.survivors) - len(decision.survivors[:survivors])
    if left_out:
        yield words("decide_more_survivors", count=left_out)
    known = [words(f"objective_{name}") for name in decision.objectives]
    yield words("decide_ranked_by", objectives=words.joined(known, ", "))
    left = [words(f"objective_{name}") for name in OBJECTIVES if name not in decision.objectives]
    if left:
        yield words("decide_not_ranked", objectives=words.joined(left, ", "))
    yield from _beside_notes([one.candidate for one in decision.survivors], words)
    yield words("decide_predicted")


def _beside_notes(survivors: Sequence[Candidate], words: Words) -> Iterator[str]:
    """What the figures of a scheme with a companion leave out."""
    beside = {one.companion.name for one in survivors if one.companion}
    uncounted = {one.companion.name for one in survivors if one.companion and one.companion_uncounted}
    for key, names in (("decide_beside", beside), ("decide_beside_uncounted", uncounted)):
        if names:
            yield words(key, companion=words.joined(sorted(names), ", "))


def _rejects(rejected: Sequence[Rejected], words: Words, most: int) -> Iterator[tuple[str, ...]]:
    """Of each filter the nearest, one row a scheme and reason; the rest as a number."""
    shown: dict[str, int] = {}
    left: dict[str, int] = {}
    for one in sorted(rejected, key=lambda one: (len(one.reasons), one.first.growth, one.candidate.key)):
        name = one.first.filter
        if shown.get(name, 0) >= most:
            left[name] = left.get(name, 0) + 1
            continue
        shown[name] = shown.get(name, 0) + 1
        margin = one.first.margin
        amount = "" if margin is None else f"−{_amount(-margin, one.first.unit)}"
        yield (
            candidate_name(one.candidate, words),
            words(f"filter_{name}"),
            reason_text(one.first, words),
            amount,
        )
    for name, count in left.items():
        kind = words(f"filter_{name}")
        yield (words("decide_count", count=count, filter=kind), kind, "", "")


def _after(decision: Decision, words: Words) -> Iterator[str]:
    yield _admission(decision.admission, words)
    if decision.classes:
        names = [words.of("hardness", one) for one in decision.classes]
        key = "decide_diverse" if decision.diverse else "decide_not_diverse"
        yield words(key, classes=words.joined(names, ", "))
    if decision.breakage:
        yield from _breakage(decision, decision.breakage, words)


def _admission(admission: Admission | None, words: Words) -> str:
    if admission is None:
        return words("decide_no_admission")
    reason = admission.reason
    assert reason.needed is not None
    assert reason.limit is not None
    lowered = reason.budget in {"signatures", "per_second"}
    key = f"decide_admission_{reason.budget}" if lowered else "decide_admission"
    return words(
        key,
        name=candidate_name(admission.candidate, words),
        budget=words(f"budget_{reason.budget}"),
        limit=_amount(reason.limit, reason.unit),
        needed=_amount(reason.needed, reason.unit),
    )


def _breakage(decision: Decision, cost: BreakCost, words: Words) -> Iterator[str]:
    yield words("decide_break", hardness=words.of("hardness", cost.hardness_class))
    yield words(f"decide_who_{WHO[decision.query.role.id]}")
    yield words("decide_break_lost", schemes=words.joined(cost.lost, ", "))
    if cost.replacement is None:
        yield words("decide_break_nothing")
        return
    yield words("decide_break_replacement", name=candidate_name(cost.replacement, words))
    if cost.obstacles:
        reasons = words.joined((reason_text(one, words) for one in cost.obstacles), "; ")
        yield words("decide_break_obstacles", reasons=reasons)
    yield from _update(decision, cost, words)
    for key, value in (("cycles", cost.more_cycles), ("bytes", cost.more_bytes)):
        if isinstance(value, Quantity):
            yield words(f"decide_break_{key}", change=f"{value.value:+,.0f}".replace(",", THIN_SPACE))


def _update(decision: Decision, cost: BreakCost, words: Words) -> Iterator[str]:
    if isinstance(cost.update_bytes, Missing) or isinstance(cost.reserve_bytes, Missing):
        yield words("decide_break_unknown")
        return
    size = bytes_text(cost.update_bytes.value)
    if cost.update is not None and decision.query.link is not None:
        frames, link = f"{cost.update.frames.value:,.0f}", decision.query.link.name.in_(words.language)
        yield words("decide_break_update_link", size=size, frames=frames, link=link)
    else:
        yield words("decide_break_update", size=size)
    key = "decide_break_before" if cost.must_be_there_before else "decide_break_reserve"
    yield words(key, size=bytes_text(cost.reserve_bytes.value))


def _amount(value: float, unit: str) -> str:
    if unit == "bytes":
        return bytes_text(value)
    if unit == "/s":
        return significant(value)
    if unit == "signatures":
        return f"{value:,.0f}".replace(",", THIN_SPACE)
    return f"{significant(value)} {unit}"


def _filled(name: str, value: object, words: Words) -> object:
    if isinstance(value, Text):
        return value.in_(words.language)
    if name in {"status", "flag", "hardness"}:
        return words.of(name, str(value)) or str(value)
    if name == "note":
        return words.sentence(str(value))
    return value
