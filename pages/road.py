"""The road: where we stand, for a member of the Executive Bureau with two minutes."""

from components import find_city, lately, standing, view

here = view.current()
standing.sentence(here)
standing.drawn_road(here)
standing.four_figures(here)
standing.section_chips(here)
lately.what_changed(here)
find_city.find_my_city(here)
