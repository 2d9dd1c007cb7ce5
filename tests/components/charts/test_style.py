"""What every chart is told of the language of its page."""

from components.charts.style import config
from data.words import words_of


def test_a_chart_has_the_months_days_and_signs_of_its_page() -> None:
    told = config(words_of("es"))
    said = told["locales"][told["locale"]]["format"]
    assert (said["months"][0], said["shortMonths"][11], said["days"][0]) == ("enero", "dic", "domingo")
    assert (said["shortDays"][1], said["decimal"], said["thousands"]) == ("lun", ",", ".")
