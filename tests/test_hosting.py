"""What runs it elsewhere: image, compose file, unit and the table of settings say what the code does."""

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.server.started import started
from data.config import ConfigError, load_config, load_site
from tests.image import copied, image_of
from tests.test_repository import ROOT

DOCS = ROOT / "docs"
IMAGE = image_of((ROOT / "Dockerfile").read_text("utf-8"))
NOT_SERVED = {"bench", "docs", "tests", "__pycache__"}


def _settings() -> set[str]:
    """Every ROAD_... that the code knows, by what it says of one that it does not."""
    with pytest.raises(ConfigError) as told:
        load_config({"ROAD_X": "1"}, Path("none"))
    return set(told.value.value.split(", "))


def test_the_table_of_settings_is_that_of_the_code() -> None:
    named = re.findall(r"^\| `(ROAD_\w+)` \|", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) == _settings()


def test_the_image_holds_all_that_is_served_and_nothing_else() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - NOT_SERVED
    goes_to = copied(IMAGE)
    assert {source for source in goes_to.values() if (ROOT / source).is_dir()} == folders
    assert {f"/app/{folder}" for folder in folders} < set(goes_to)
    assert {"/app/app.py", "/app/.streamlit/config.toml", "/app/requirements-auth.lock"} < {
        target if (ROOT / source).is_dir() else f"{target.rpartition('/')[0]}/{Path(source).name}"
        for target, source in goes_to.items()
    } | {"/app/.streamlit/config.toml"}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line.startswith("!")}
    assert allowed == set(goes_to.values())


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_is_healthy() -> None:
    assert IMAGE.user == "road" and any("useradd --uid 1000" in rest for _, rest in IMAGE.steps)
    assert [IMAGE.environment["ROAD_CACHE_DIR"]] == IMAGE.volumes
    assert IMAGE.command[-2:] == ["run", "app.py"]
    assert "/_stcore/health" in IMAGE.health[-1] and "STREAMLIT_SERVER_PORT" in IMAGE.health[-1]
    assert set(name for name in IMAGE.environment if name.startswith("ROAD_")) <= _settings()


def test_compose_stands_nginx_before_the_processes_that_its_configuration_names() -> None:
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    behind = {name: service for name, service in services.items() if name != "nginx"}
    ports = {service["environment"]["STREAMLIT_SERVER_PORT"] for service in behind.values()}
    assert ports == set(re.findall(r"^\s+server 127\.0\.0\.1:(\d+)", (DOCS / "nginx.conf").read_text("utf-8"), re.M))
    assert [name for name, one in behind.items() if one["environment"].get("ROAD_READER") != "no"] == ["reader"]
    for service in behind.values():
        assert service["read_only"] and service["network_mode"] == "service:nginx"
        assert service["volumes"] == [f"snapshot:{IMAGE.volumes[0]}"]
        assert {name for name in service["environment"] if name.startswith("ROAD_")} <= _settings()
    assert services["nginx"]["read_only"]
    assert services["nginx"]["volumes"] == ["./docs/nginx.conf:/etc/nginx/conf.d/default.conf:ro"]


def _service(text: str) -> configparser.SectionProxy:
    unit = configparser.RawConfigParser(strict=False, comment_prefixes="#", interpolation=None)
    unit.optionxform = str  # pyright: ignore[reportAttributeAccessIssue] - as its documentation has it
    unit.read_string(text)
    return unit["Service"]


def test_the_unit_starts_the_app_and_writes_to_its_cache_alone() -> None:
    service = _service((DOCS / "road@.service").read_text("utf-8"))
    assert service["ExecStart"].endswith("-m streamlit run app.py --server.port %i")
    assert service["ProtectSystem"] == "strict" and service["DynamicUser"] == "yes"
    assert f"ROAD_CACHE_DIR=/var/cache/{service['CacheDirectory']} " in service["Environment"]


def test_the_digest_is_sent_by_the_same_user_from_the_same_folder() -> None:
    """Or it has neither the history nor a place for the list of what was sent."""
    dashboard = _service((DOCS / "road@.service").read_text("utf-8"))
    told = (DOCS / "digest.md").read_text("utf-8")
    unit = re.search(r"\.service\n((?:    .+\n)+)", told)
    assert unit
    digest = _service(re.sub("(?m)^    ", "", unit[1]))
    same = ("DynamicUser", "User", "WorkingDirectory", "Environment", "CacheDirectory")
    assert {name: digest[name] for name in same} == {name: dashboard[name] for name in same}
    assert digest["ExecStart"].split()[0] == dashboard["ExecStart"].split()[0]


def test_the_start_says_what_is_shown_and_to_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def line(**environ: str) -> str:
        return started(environ, tmp_path / "none.toml", load_site(environ, tmp_path / "none.toml"))

    said = line(ROAD_CACHE_DIR=str(tmp_path))
    title, *parts = said.split(" · ")
    assert title == "Road to Lampedusa"
    assert parts == [
        "source: the sample",
        "address: any",
        "languages: en, fr, es, it",
        f"history: {tmp_path}",
        "access: everyone",
    ]
    said = line(
        ROAD_SPREADSHEET="1AbcdefghijklmnopqrstuvwxyzABCDEFGH",
        ROAD_READER="no",
        ROAD_CACHE_DIR=str(tmp_path),
        ROAD_ADDRESS="https://road.example.org",
        ROAD_HOSTS="www.example.net",
    )
    assert "source: spreadsheet 1AbcdefghijklmnopqrstuvwxyzABCDEFGH, followed" in said
    assert "address: https://road.example.org www.example.net" in said
    wrong = line(
        ROAD_SPREADSHEET="1AbcdefghijklmnopqrstuvwxyzABCDEFGH", ROAD_SERVICE_ACCOUNT='{"private_key": "PRIVATE"}'
    )
    assert wrong.startswith("The dashboard runs and shows an error.") and "PRIVATE" not in wrong
