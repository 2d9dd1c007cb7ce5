"""The mark and the word of an answer, wherever answers are shown."""

from data.shape import N_

ANSWER_MARKS = {"answered": "●", "thin": "◐", "none": "○", "not applicable": "–"}
ANSWER_WORDS = {
    "answered": N_("answered"),
    "thin": N_("few answers"),
    "none": N_("no answer"),
    "not applicable": N_("not applicable"),
}
