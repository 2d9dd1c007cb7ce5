"""Regional coverage: who was heard, who was not, and whom to call."""

from components.coverage import answers, cards, shares
from components.coverage import map as coverage_map
from components.shell import view

here = view.current()
cards.sentence(here)
coverage_map.who_was_heard(here)
cards.section_cards(here)
answers.answers_and_calls(here)
shares.lenses(here)
