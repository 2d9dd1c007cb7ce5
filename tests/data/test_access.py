"""Who is let in, and what only looks like safety: refused at the start, in words."""

import os
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from data import config
from data.access import Access, Admitted, verified_address
from data.config import ConfigError, ConfigProblem, load_access
from data.messages.failures import config_message
from data.words import words_of

SECRET = "0123456789abcdef0123456789abcdef"
AUTH = f"""
[auth]
redirect_uri = "https://road.example.org/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "road"
client_secret = "a secret of the service"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""
LIST = """
[access]
readers = ["*@City.example.org", "guest@example.net"]
secretariat = ["keeper@example.org"]
"""


def _file(folder: Path, content: str) -> Path:
    path = folder / "secrets.toml"
    path.write_text(content, "utf-8")
    return path


def test_without_a_list_and_a_sign_in_everybody_may_look(tmp_path: Path) -> None:
    assert load_access({}, tmp_path / "secrets.toml") is None
    assert load_access({"ROAD_ADDRESS": "https://road.example.org"}, _file(tmp_path, "[sheet]\n")) is None


@pytest.mark.parametrize(
    ("address", "admitted"),
    [
        ("keeper@example.org", Admitted.SECRETARIAT),
        ("Keeper@Example.org", Admitted.SECRETARIAT),
        ("anybody@city.example.org", Admitted.READER),
        ("guest@example.net", Admitted.READER),
        ("other@example.net", Admitted.UNLISTED),
        ("anybody@sub.city.example.org", Admitted.UNLISTED),
        ("anybody@notcity.example.org", Admitted.UNLISTED),
        ("@city.example.org", Admitted.UNLISTED),
        ("anybody@city.example.org@evil.example", Admitted.UNLISTED),
        ("*@city.example.org", Admitted.READER),
        ("", Admitted.UNLISTED),
    ],
)
def test_an_address_is_let_in_by_itself_or_by_its_domain(tmp_path: Path, address: str, admitted: Admitted) -> None:
    access = load_access({}, _file(tmp_path, AUTH + LIST))
    assert access is not None
    assert access.admitted(address) is admitted


def test_without_a_secretariat_every_reader_sees_what_would_be_its_own() -> None:
    assert Access(readers=("*@city.example.org",)).admitted("a@city.example.org") is Admitted.SECRETARIAT


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "A@Example.org", "email_verified": True}, "a@example.org"),
        ({"email": "a@example.org"}, "a@example.org"),
        ({"email": "a@example.org", "email_verified": "true"}, "a@example.org"),
        ({"email": "a@example.org", "email_verified": False}, ""),
        ({"email": "a@example.org", "email_verified": "false"}, ""),
        ({"email": "a@example.org", "email_verified": None}, ""),
        ({"email": ["a@example.org"]}, ""),
        ({"preferred_username": "a@example.org", "sub": "a@example.org"}, ""),
    ],
)
def test_only_an_address_that_the_service_vouches_for_counts(claims: dict[str, Any], address: str) -> None:
    assert verified_address(claims) == address


def test_the_environment_says_all_of_it_too(tmp_path: Path) -> None:
    environ = {
        "ROAD_ACCESS_READERS": "*@city.example.org, guest@example.net",
        "ROAD_ADDRESS": "https://road.example.org/lampedusa",
        "ROAD_AUTH_CLIENT_ID": "road",
        "ROAD_AUTH_CLIENT_SECRET": "a secret of the service",
        "ROAD_AUTH_COOKIE_SECRET": SECRET,
        "ROAD_AUTH_SERVER_METADATA_URL": "https://id.example.org/.well-known/openid-configuration",
    }
    access = load_access(environ, tmp_path / "secrets.toml")
    assert access is not None
    assert access.readers == ("*@city.example.org", "guest@example.net")
    assert access.auth["redirect_uri"] == "https://road.example.org/lampedusa/oauth2callback"
    assert access.providers == ("default",)
    assert SECRET not in repr(access)


def test_several_services_are_known_by_their_names(tmp_path: Path) -> None:
    named = AUTH.replace("client_id", "[auth.google]\nclient_id")
    access = load_access({}, _file(tmp_path, named + LIST))
    assert access is not None
    assert access.providers == ("google",)


def _without(setting: str) -> str:
    return "\n".join(line for line in AUTH.splitlines() if not line.startswith(setting))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (AUTH, "a sign-in alone keeps nobody out"),
        ("[auth]\n", "a sign-in alone keeps nobody out"),
        (AUTH + "[access]\nreaders = []\n", "a sign-in alone keeps nobody out"),
        (LIST, "nobody can sign in without [auth]"),
        ("[access]\n", "nobody can sign in without [auth]"),
        *((_without(name) + LIST, f"[auth] {name}") for name in config._AUTH_SETTINGS),
        (AUTH.replace(SECRET, "guess me") + LIST, "[auth] cookie_secret: it is guessed too easily"),
        (AUTH.replace("https://road", "http://road") + LIST, "beginning with https"),
        (AUTH.replace("/oauth2callback", "/") + LIST, "with /oauth2callback at its end"),
        (AUTH.replace("id.example.org/", "login.microsoftonline.com/common/v2.0/") + LIST, "the id of your own"),
        (AUTH + "[site]\naddress = 'https://other.example.org'\n" + LIST, "https://other.example.org"),
        (AUTH.replace("client_id", "[auth.my_own]\nclient_id") + LIST, "holds no underscore"),
        (AUTH + "[access]\nreaders = ['city.example.org']\n", "is not addresses, such as"),
        (AUTH + "[access]\nreaders = ['*']\n", "is not addresses, such as"),
        (AUTH + "[access]\nreaders = ['*@*']\n", "is not addresses, such as"),
        (AUTH + "[access]\nreaders = ['*@example']\n", "is not addresses, such as"),
        (AUTH + LIST.replace("secretariat", "secretariats"), "[access] secretariats: there is no such setting"),
        ("auth = 'yes'\n" + LIST, "this is a table"),
        ("[auth", "this is not valid TOML"),
    ],
)
def test_what_only_looks_like_safety_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        load_access({}, _file(tmp_path, content))
    assert told in str(wrong.value)
    assert SECRET not in str(wrong.value)
    for language in ("en", "fr"):
        assert config_message(wrong.value, words_of(language))


def test_a_file_that_was_named_and_is_not_there_is_no_reason_to_let_everybody_in(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ROAD_SECRETS: there is no file at"):
        load_access({"ROAD_SECRETS": str(tmp_path / "none.toml")}, tmp_path / "none.toml")


def test_a_list_without_what_signing_in_needs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "find_spec", lambda name: None if name == "authlib" else os)
    with pytest.raises(ConfigError, match=r"pip install -r requirements-auth\.txt") as wrong:
        load_access({}, _file(tmp_path, AUTH + LIST))
    assert wrong.value.problem is ConfigProblem.NOT_PRIVATE


def test_what_the_guide_says_to_write_starts(tmp_path: Path) -> None:
    guide = (config.ROOT / "docs" / "private.md").read_text("utf-8")
    signs_in, lists, *_ = (
        dedent(block) for block in re.findall(r"(?m)(?:^ {4,7}\S.*\n|^\n(?= {4,7}\S))+", guide) if "[a" in block
    )
    for setting, value in {"cookie_secret": SECRET, "client_id": "road", "client_secret": "a secret"}.items():
        signs_in = signs_in.replace(f'{setting} = "…"', f'{setting} = "{value}"')
    services = re.findall(r"(?m)^\d\. `server_metadata_url = \"(.+)\"`", guide)
    assert len(services) == 3
    for service in services:
        access = load_access({}, _file(tmp_path, signs_in.replace('"…"', f'"{service}"') + lists))
        assert access is not None
        assert access.admitted("secretariat@example.org") is Admitted.SECRETARIAT
        assert access.auth["server_metadata_url"] == service
    tried = next(
        dedent(block)
        for block in re.findall(r"(?m)(?:^ {4}\S.*\n)+", guide)
        if "localhost:9400" in block and "[auth]" in block
    )
    assert load_access({}, _file(tmp_path, tried + lists))
