"""Exactly one source, from one level; every mistake has a name; no key is ever repeated."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from traceback import format_exception

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

import data.config
from data.config import (
    LOOPBACK_NAMES,
    ROOT,
    SAMPLE,
    Config,
    ConfigError,
    ConfigProblem,
    Site,
    load_config,
    load_site,
    open_source,
)
from data.messages.failures import config_message
from data.sources.file import FileSource
from data.sources.google import GoogleSource
from data.sources.sharing import GOOGLE_API, FollowedSource
from data.words import words_of
from tests.sheets_server.key import throwaway_key

KEY = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcd"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / ".streamlit" / "secrets.toml"


@pytest.fixture(scope="module")
def account() -> dict[str, str]:
    return throwaway_key().fields("http://127.0.0.1:9")


@pytest.fixture
def key_file(tmp_path: Path, account: dict[str, str]) -> Path:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(account), "utf-8")
    return path


def _write(secrets: Path, content: str) -> Path:
    secrets.parent.mkdir(exist_ok=True)
    secrets.write_text(content, "utf-8")
    return secrets


def _problem(environ: dict[str, str], secrets: Path) -> ConfigProblem:
    with pytest.raises(ConfigError) as wrong:
        open_source(load_config(environ, secrets))
    return wrong.value.problem


def test_without_any_source_the_embedded_sample_is_read(secrets: Path) -> None:
    config = load_config({}, secrets)
    assert config == Config(workbook=SAMPLE, history_dir=ROOT / ".cache" / "road")
    source = open_source(config)
    assert isinstance(source, FileSource)
    assert source.path == SAMPLE


def test_an_empty_variable_is_none(secrets: Path) -> None:
    assert load_config({"ROAD_WORKBOOK": " ", "ROAD_SPREADSHEET": ""}, secrets) == Config(
        workbook=SAMPLE, history_dir=ROOT / ".cache" / "road"
    )


def test_a_workbook_of_the_environment_starts_from_the_working_directory(
    secrets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config({"ROAD_WORKBOOK": "a/b.xlsx"}, secrets).workbook == tmp_path / "a" / "b.xlsx"
    assert load_config({"ROAD_WORKBOOK": "/c/d.xlsx"}, secrets).workbook == Path("/c/d.xlsx")


def test_a_workbook_of_the_secrets_starts_from_the_project(secrets: Path, tmp_path: Path) -> None:
    _write(secrets, '[sheet]\nworkbook = "sheet.xlsx"\n')
    assert load_config({}, secrets).workbook == tmp_path / "sheet.xlsx"


def test_a_spreadsheet_of_the_environment(secrets: Path, key_file: Path, account: dict[str, str]) -> None:
    environ = {"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file), "ROAD_API_BASE": "http://127.0.0.1:9/"}
    config = load_config(environ, secrets)
    assert (config.workbook, config.spreadsheet, config.api_base) == (None, KEY, "http://127.0.0.1:9")
    source = open_source(config)
    assert isinstance(source, GoogleSource)
    assert (source.spreadsheet, source.share_with) == (KEY, account["client_email"])


def test_a_spreadsheet_of_the_secrets(secrets: Path, account: dict[str, str]) -> None:
    fields = "\n".join(f"{name} = {json.dumps(value)}" for name, value in account.items())
    _write(secrets, f'[sheet]\nspreadsheet = "{KEY}"\nrefresh_seconds = 30\n[sheet.service_account]\n{fields}\n')
    config = load_config({}, secrets)
    assert (config.spreadsheet, config.api_base, config.refresh_seconds) == (KEY, GOOGLE_API, 30)
    assert config.cache_dir == ROOT / ".cache" / "road"
    assert isinstance(open_source(config), GoogleSource)


def test_a_private_key_with_written_line_breaks_is_mended(secrets: Path, account: dict[str, str]) -> None:
    fields = "\n".join(f"{name} = '{value}'" for name, value in account.items() if name != "private_key")
    private = account["private_key"].replace("\n", "\\n")
    toml = f"[sheet]\nspreadsheet = '{KEY}'\n[sheet.service_account]\n{fields}\nprivate_key = '{private}'\n"
    assert isinstance(open_source(load_config({}, _write(secrets, toml))), GoogleSource)


@pytest.mark.parametrize(
    "address",
    [
        KEY,
        f"https://docs.google.com/spreadsheets/d/{KEY}",
        f"https://docs.google.com/spreadsheets/d/{KEY}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/d/{KEY}/edit?usp=sharing&gid=12#gid=12",
        f"https://docs.google.com/spreadsheets/u/1/d/{KEY}/view",
        f"  docs.google.com/spreadsheets/d/{KEY}?x ",
    ],
)
def test_a_spreadsheet_is_its_key_or_its_address(secrets: Path, key_file: Path, address: str) -> None:
    config = load_config({"ROAD_SPREADSHEET": address, "ROAD_SERVICE_ACCOUNT": str(key_file)}, secrets)
    assert config.spreadsheet == KEY


def test_the_environment_beats_the_secrets_as_a_whole(secrets: Path, key_file: Path) -> None:
    _write(secrets, f'[sheet]\nspreadsheet = "{KEY}"\napi_base = "https://other.example"\n')
    assert load_config({"ROAD_WORKBOOK": "/c/d.xlsx"}, secrets).spreadsheet is None
    other = KEY[::-1]
    config = load_config({"ROAD_SPREADSHEET": other, "ROAD_SERVICE_ACCOUNT": str(key_file)}, secrets)
    assert (config.spreadsheet, config.api_base) == (other, GOOGLE_API)


def test_how_often_and_where_may_stand_at_either_level(secrets: Path, tmp_path: Path) -> None:
    _write(secrets, '[sheet]\nrefresh_seconds = 30\ncache_dir = "kept"\n')
    environ = {"ROAD_SPREADSHEET": KEY, "ROAD_REFRESH_SECONDS": "5", "ROAD_READER": "0"}
    config = load_config(environ, secrets)
    assert (config.refresh_seconds, config.cache_dir) == (5, tmp_path / "kept")


def test_a_process_that_only_follows_needs_no_key(secrets: Path, tmp_path: Path) -> None:
    environ = {"ROAD_SPREADSHEET": KEY, "ROAD_READER": "no", "ROAD_CACHE_DIR": str(tmp_path)}
    config = load_config(environ, secrets)
    assert (config.reader, config.service_account) == (False, {})
    assert isinstance(open_source(config), FollowedSource)
    assert _problem({"ROAD_SPREADSHEET": KEY, "ROAD_READER": "no"}, secrets) is ConfigProblem.NO_CACHE_DIR


@pytest.mark.parametrize(
    ("environ", "problem"),
    [
        ({"ROAD_WORKBOOK": "a.xlsx", "ROAD_SPREADSHEET": KEY}, ConfigProblem.TWO_SOURCES),
        ({"ROAD_SERVICE_ACCOUNT": "key.json"}, ConfigProblem.KEY_WITHOUT_SPREADSHEET),
        ({"ROAD_API_BASE": "https://a.example"}, ConfigProblem.KEY_WITHOUT_SPREADSHEET),
        ({"ROAD_SPREADSHEET": KEY}, ConfigProblem.NO_KEY),
        ({"ROAD_SPREADSHEET": "my sheet"}, ConfigProblem.NOT_A_SPREADSHEET),
        ({"ROAD_SPREADSHEET": "https://drive.google.com/drive/folders/abc"}, ConfigProblem.NOT_A_SPREADSHEET),
        (
            {"ROAD_SPREADSHEET": "https://docs.google.com/spreadsheets/d/e/2PACX-1vAbCd/pubhtml"},
            ConfigProblem.PUBLISHED_LINK,
        ),
        ({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": "absent.json"}, ConfigProblem.KEY_FILE_MISSING),
        ({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": "."}, ConfigProblem.KEY_FILE_UNREADABLE),
        ({"ROAD_REFRESH_SECONDS": "soon"}, ConfigProblem.BAD_VALUE),
        ({"ROAD_REFRESH_SECONDS": "0"}, ConfigProblem.BAD_VALUE),
        ({"ROAD_REFRESH_SECONDS": "nan"}, ConfigProblem.BAD_VALUE),
        ({"ROAD_READER": "perhaps"}, ConfigProblem.BAD_VALUE),
    ],
)
def test_a_mistake_in_the_environment_has_a_name(
    secrets: Path, environ: dict[str, str], problem: ConfigProblem
) -> None:
    assert _problem(environ, secrets) is problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (f'[sheet]\nworkbook = "a.xlsx"\nspreadsheet = "{KEY}"\n', ConfigProblem.TWO_SOURCES),
        ("[sheet]\nworkbook = 5\n", ConfigProblem.BAD_VALUE),
        ("[sheet]\nrefresh_seconds = [1]\n", ConfigProblem.BAD_VALUE),
        ("[sheet\n", ConfigProblem.BAD_SECRETS_FILE),
        ('sheet = "a"\n', ConfigProblem.BAD_SECRETS_FILE),
        (f'[sheet]\nspreadsheet = "{KEY}"\n', ConfigProblem.NO_KEY),
        (f'[sheet]\nspreadsheet = "{KEY}"\nservice_account = 5\n', ConfigProblem.NOT_A_SERVICE_ACCOUNT),
        (
            f'[sheet]\nspreadsheet = "{KEY}"\n[sheet.service_account]\ntype = "user"\n',
            ConfigProblem.NOT_A_SERVICE_ACCOUNT,
        ),
        (
            f'[sheet]\nspreadsheet = "{KEY}"\n[sheet.service_account]\nclient_email = "a"\n',
            ConfigProblem.INCOMPLETE_KEY,
        ),
    ],
)
def test_a_mistake_in_the_secrets_has_a_name(secrets: Path, content: str, problem: ConfigProblem) -> None:
    assert _problem({}, _write(secrets, content)) is problem


def test_secrets_of_other_things_are_let_alone(secrets: Path) -> None:
    assert load_config({}, _write(secrets, '[auth]\nclient_id = "x"\n')) == Config(
        workbook=SAMPLE, history_dir=ROOT / ".cache" / "road"
    )


@pytest.mark.parametrize(
    ("base", "good"),
    [
        ("https://sheets.example.org", True),
        ("https://sheets.example.org/proxy/", True),
        ("http://127.0.0.1:8765", True),
        ("http://localhost:8765", True),
        ("http://[::1]:8765", True),
        ("http://sheets.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("https://user:password@sheets.example.org", False),
        ("ftp://127.0.0.1", False),
        ("sheets.example.org", False),
        ("https://", False),
    ],
)
def test_tokens_travel_open_on_this_machine_only(secrets: Path, key_file: Path, base: str, good: bool) -> None:
    environ = {"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file), "ROAD_API_BASE": base}
    if good:
        assert load_config(environ, secrets).api_base == base.rstrip("/")
    else:
        assert _problem(environ, secrets) is ConfigProblem.BAD_API_BASE


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", ConfigProblem.NOT_A_SERVICE_ACCOUNT),
        ("not JSON: MIIEvSECRET", ConfigProblem.NOT_A_SERVICE_ACCOUNT),
        ("[]", ConfigProblem.NOT_A_SERVICE_ACCOUNT),
        ('{"installed": {"client_secret": "MIIEvSECRET"}}', ConfigProblem.INCOMPLETE_KEY),
        ('{"type": "authorized_user", "refresh_token": "MIIEvSECRET"}', ConfigProblem.NOT_A_SERVICE_ACCOUNT),
        (
            '{"client_email": "a@b", "token_uri": "https://x", "private_key": "MIIEvSECRET"}',
            ConfigProblem.BROKEN_KEY,
        ),
        (
            '{"type": "service_account", "client_email": "a@b", "token_uri": "https://x", "private_key": '
            '"-----BEGIN PRIVATE KEY-----\\nMIIEvSECRET\\n-----END PRIVATE KEY-----\\n"}',
            ConfigProblem.BROKEN_KEY,
        ),
    ],
)
def test_a_key_file_that_is_none_is_named_and_never_quoted(
    secrets: Path, key_file: Path, content: str, problem: ConfigProblem
) -> None:
    key_file.write_text(content, "utf-8")
    with pytest.raises(ConfigError) as wrong:
        open_source(load_config({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file)}, secrets))
    assert wrong.value.problem is problem
    assert "SECRET" not in f"{wrong.value!r} {wrong.value} {wrong.value.__cause__}"
    assert wrong.value.__suppress_context__ or wrong.value.__context__ is None


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, password: bytes = b"") -> str:
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(*kind, hidden).decode()


@pytest.mark.parametrize("of_another_kind", ["encrypted", "Ed25519", "cut", "letters"])
def test_no_key_of_another_kind_is_repeated_by_the_libraries_that_refuse_it(
    secrets: Path, key_file: Path, account: dict[str, str], of_another_kind: str
) -> None:
    private = {
        "encrypted": _pem(ec.generate_private_key(ec.SECP256R1()), b"a password"),
        "Ed25519": _pem(ed25519.Ed25519PrivateKey.generate()),
        "cut": "\n".join(account["private_key"].splitlines()[:-3]),
        "letters": account["private_key"].replace("M", "é"),
    }[of_another_kind]
    key_file.write_text(json.dumps({**account, "private_key": private}), "utf-8")
    with pytest.raises(ConfigError) as wrong:
        open_source(load_config({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file)}, secrets))
    assert wrong.value.problem is ConfigProblem.BROKEN_KEY
    told = "".join(format_exception(wrong.value))
    assert not any(line in told for line in private.splitlines() if "-----" not in line)


def test_a_key_pasted_where_its_path_belongs_is_not_repeated(secrets: Path, account: dict[str, str]) -> None:
    for pasted in (json.dumps(account), account["private_key"], account["private_key"].replace("\n", "")):
        with pytest.raises(ConfigError) as wrong:
            load_config({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": pasted}, secrets)
        assert not any(line in str(wrong.value) for line in account["private_key"].splitlines()[1:-1])


def test_a_line_of_a_key_in_broken_toml_is_not_repeated(secrets: Path) -> None:
    _write(
        secrets, f'[sheet]\nspreadsheet = "{KEY}"\n[sheet.service_account]\nprivate_key = "-----BEGIN\nMIIEvSECRET"\n'
    )
    with pytest.raises(ConfigError) as wrong:
        load_config({}, secrets)
    assert "SECRET" not in str(wrong.value)
    assert "line 4" in str(wrong.value)


def test_no_repr_shows_a_key(secrets: Path, key_file: Path, account: dict[str, str]) -> None:
    config = load_config({"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file)}, secrets)
    source = open_source(config)
    assert "PRIVATE" not in repr(config) + repr(source) + str(config)
    assert account["private_key_id"] not in repr(config)


@pytest.mark.slow(1)
def test_reading_a_file_does_not_load_the_libraries_for_google() -> None:
    script = (
        "import sys; from pathlib import Path; from data.config import load_config, open_source; "
        "open_source(load_config({}, Path('none'))).read(); "
        "print(sorted({'gspread', 'google', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_the_example_of_the_secrets_is_one(secrets: Path, tmp_path: Path, account: dict[str, str]) -> None:
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text("utf-8")
    (tmp_path / "service-account.json").write_text(json.dumps(account), "utf-8")
    config = load_config({}, _write(secrets, example))
    assert (config.spreadsheet, config.service_account) == ("1ExampleKeyOfYourSpreadsheet", account)
    # What stands there as a comment is the default, or the other way to give the key.
    uncommented = re.sub(r"(?m)^# (?=\w+ = )", "", example.split("# Instead of")[0])
    assert load_config({}, _write(secrets, uncommented)) == replace(
        config, cache_dir=tmp_path / ".cache" / "road", history_dir=tmp_path / ".cache" / "road"
    )


def test_the_example_names_every_setting_and_the_documentation_too() -> None:
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text("utf-8")
    connecting = (ROOT / "docs" / "connecting.md").read_text("utf-8")
    for setting in ("spreadsheet", "service_account", "refresh_seconds", "cache_dir", "reader", "api_base"):
        assert re.search(rf"(?m)^(# )?{setting} = ", example)
        assert setting in connecting


def test_a_site_of_which_nothing_is_said_answers_to_any_name_and_keeps_its_metrics_to_itself(secrets: Path) -> None:
    assert load_site({}, secrets) == Site(None, (), metrics=False)


def test_a_site_answers_to_its_address_the_further_names_and_this_machine(secrets: Path) -> None:
    _write(secrets, '[site]\naddress = "https://secrets.example.org"\nhosts = ["*.Example.net"]\nmetrics = true\n')
    environ = {"ROAD_ADDRESS": "https://Road.example.org:8443/lampedusa/"}
    site = load_site(environ, secrets)
    assert site.address == "https://Road.example.org:8443/lampedusa"
    assert site.hosts == ("road.example.org", "*.example.net", *LOOPBACK_NAMES)
    assert site.metrics
    assert load_site({"ROAD_HOSTS": "a.example.org, b.example.org"}, secrets).hosts[1:3] == (
        "a.example.org",
        "b.example.org",
    )
    assert not load_site({"ROAD_METRICS": "no"}, secrets).metrics


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROAD_ADDRESS", "road.example.org"),
        ("ROAD_ADDRESS", "ftp://road.example.org"),
        ("ROAD_ADDRESS", "https://user:word@road.example.org"),
        ("ROAD_ADDRESS", "https://road.example.org:port"),
        ("ROAD_ADDRESS", "https://road.example.org/?lang=fr"),
        ("ROAD_HOSTS", "https://road.example.org"),
        ("ROAD_HOSTS", "a.example.org b_c"),
        ("ROAD_METRICS", "perhaps"),
    ],
)
def test_a_mistake_in_the_site_names_its_setting(name: str, value: str, secrets: Path) -> None:
    with pytest.raises(ConfigError, match=name):
        load_site({name: value}, secrets)


def test_secrets_that_cannot_be_read_say_nothing_of_the_site(secrets: Path) -> None:
    _write(secrets, "this is no TOML")
    assert load_site({"ROAD_ADDRESS": "https://road.example.org"}, secrets).address == "https://road.example.org"


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_key_file_that_others_can_read_is_told_in_the_log_and_its_content_is_not(
    secrets: Path, key_file: Path, account: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    environ = {"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": str(key_file)}
    key_file.chmod(0o600)
    assert not load_config(environ, secrets).is_key_exposed
    assert not caplog.records
    key_file.chmod(0o640)
    assert load_config(environ, secrets).is_key_exposed
    assert "chmod 600" in caplog.text
    assert account["private_key"] not in caplog.text
    assert str(key_file) not in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_key_that_stands_in_the_secrets_is_as_exposed_as_they_are(secrets: Path, account: dict[str, str]) -> None:
    fields = "\n".join(f"{name} = {json.dumps(value)}" for name, value in account.items())
    _write(secrets, f'[sheet]\nspreadsheet = "{KEY}"\n[sheet.service_account]\n{fields}\n')
    for mode in (0o600, 0o604):
        secrets.chmod(mode)
        assert load_config({}, secrets).is_key_exposed == (mode == 0o604)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"ROAD_REFRESH_SECONDS": "soon"}, "ROAD_REFRESH_SECONDS: “soon” is not what this setting takes: a number"),
        ({"ROAD_READER": "perhaps"}, "ROAD_READER: “perhaps” is not what this setting takes: yes or no."),
        ({"ROAD_WORKBOK": "x.xlsx"}, "ROAD_WORKBOK: There is no such setting; there is ROAD_WORKBOOK."),
        (
            {"ROAD_SPREADSHEET": KEY, "ROAD_SERVICE_ACCOUNT": "/nowhere/key.json"},
            "There is no file at this path of the JSON key: /nowhere/key.json.",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_value_and_form(environ: dict[str, str], said: str, secrets: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load_config(environ, secrets)
    assert said in config_message(raised.value, words_of("en"))


@pytest.mark.parametrize(
    "sites", ["www.example.org", "*", "https://a.org; script-src *", "https://a.org/page", "'none'"]
)
def test_what_is_no_site_may_not_frame(sites: str, secrets: Path) -> None:
    with pytest.raises(ConfigError, match="ROAD_FRAME_ANCESTORS"):
        load_site({"ROAD_FRAME_ANCESTORS": sites}, secrets)


def test_sites_that_may_frame_stand_in_either_place(secrets: Path) -> None:
    sites = ("https://www.example.org", "https://*.example.net:8443")
    assert load_site({"ROAD_FRAME_ANCESTORS": "  ".join(sites)}, secrets).frame_ancestors == sites
    _write(secrets, '[site]\nframe_ancestors = ["https://www.example.org", "https://*.example.net:8443"]\n')
    assert load_site({}, secrets).frame_ancestors == sites


def test_secrets_are_the_project_s_else_its_user_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.config, "ROOT", tmp_path / "project")
    own, users = (tmp_path / place / ".streamlit" / "secrets.toml" for place in ("project", "home"))
    assert data.config._secrets_place(None, str(tmp_path / "home")) == own
    users.parent.mkdir(parents=True)
    users.touch()
    assert data.config._secrets_place(None, str(tmp_path / "home")) == users
    assert data.config._secrets_place("/run/other.toml", str(tmp_path / "home")) == Path("/run/other.toml")
    own.parent.mkdir(parents=True)
    own.touch()
    assert data.config._secrets_place(None, str(tmp_path / "home")) == own
    assert data.config._secrets_place(None, None) == own
