"""What every chart is told of the language of its page."""

from components.charts.style import clickable, config, figure
from data.words import words_of


def test_a_chart_has_the_months_days_and_signs_of_its_page() -> None:
    told = config(words_of("es"))
    said = told["locales"][told["locale"]]["format"]
    assert (said["months"][0], said["shortMonths"][11], said["days"][0]) == ("enero", "dic", "domingo")
    assert (said["shortDays"][1], said["decimal"], said["thousands"]) == ("lun", ",", ".")


def test_a_figure_that_is_clicked_on_is_another_and_what_it_says_of_the_mouse_holds() -> None:
    plain = figure(height=100, hovermode="x")
    layout = clickable(plain).to_dict()["layout"]
    assert (layout["clickmode"], layout["hovermode"], layout["dragmode"]) == ("event+select", "x", "pan")
    assert layout["template"] is plain.to_dict()["layout"]["template"]
    assert "clickmode" not in plain.to_dict()["layout"]
