"""What the launcher sets for the whole process."""

from streamlit.watcher import polling_path_watcher

from app import FILE_CHECK_SECONDS
from data import insides


def test_streamlit_is_not_woken_ten_times_a_second_for_settings_that_hardly_ever_change() -> None:
    assert getattr(polling_path_watcher, insides.file_check_period()) == FILE_CHECK_SECONDS >= 1
