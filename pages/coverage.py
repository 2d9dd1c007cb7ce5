"""Regional coverage: who was heard, who was not, and whom to call."""

from components import coverage_answers, coverage_cards, coverage_map, coverage_shares, view

here = view.current()
coverage_cards.sentence(here)
coverage_map.who_was_heard(here)
coverage_cards.section_cards(here)
coverage_answers.answers_and_calls(here)
coverage_shares.lenses(here)
