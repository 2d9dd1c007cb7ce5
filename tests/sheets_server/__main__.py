"""The stand-in for Google Sheets as a command, and small commands to edit the sheet behind it.

python -m tests.sheets_server                                      the server and the dashboard on it
python -m tests.sheets_server --server-only --workbook FILE        the server; says how to run the dashboard on it
python -m tests.sheets_server edit "Contributions!C5" "Marseille"  type into a cell
python -m tests.sheets_server rename Sections "Our sections"       rename a worksheet
python -m tests.sheets_server delete Charter                       delete a worksheet
python -m tests.sheets_server fail 503                             let every request fail that way
python -m tests.sheets_server mend                                 until nothing fails any more
python -m tests.sheets_server counts                               how many requests there were
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from data.config import ROOT, SAMPLE
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

DASHBOARD_PORT = 8501
SHEETS_PORT = 8765
REFRESH_SECONDS = 2
EXAMPLES = (
    ("edit Milestones!B5 'Launch in the harbour'", "type into a cell, and see it on the page within seconds"),
    ("fail 503", "let Google be away: the figures stay, with their age"),
    ("fail 403", "take the access away"),
    ("mend", "let everything be well again"),
    ("counts", "how many requests there were"),
)


def main() -> int:
    """Serve, or tell a server that runs what to do."""
    arguments = _parser().parse_args()
    if arguments.command is None:
        return serve(arguments)
    content = {name: value for name, value in vars(arguments).items() if name not in _SERVING and value is not None}
    return tell(arguments.sheets_port, arguments.command, content)


_SERVING = {"command", "workbook", "port", "sheets_port", "server_only", "key"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server", description="A local stand-in for Sheets.")
    parser.add_argument("--workbook", type=Path, default=SAMPLE, help="the .xlsx file whose content is served")
    parser.add_argument("--port", type=int, default=DASHBOARD_PORT, help="where the dashboard listens")
    parser.add_argument("--sheets-port", type=int, default=SHEETS_PORT, help="where the stand-in listens")
    parser.add_argument("--server-only", action="store_true", help="do not start the dashboard")
    parser.add_argument("--key", type=Path, help="where to write the throwaway key; a temporary folder if not said")
    commands = parser.add_subparsers(dest="command")
    edit = commands.add_parser("edit", help="type into a cell")
    edit.add_argument("cell")
    edit.add_argument("value")
    rename = commands.add_parser("rename", help="rename a worksheet")
    rename.add_argument("tab")
    rename.add_argument("title")
    delete = commands.add_parser("delete", help="delete a worksheet")
    delete.add_argument("tab")
    fail = commands.add_parser("fail", help="let requests fail")
    fail.add_argument("kind")
    fail.add_argument("--retry-after")
    commands.add_parser("mend", help="let requests succeed")
    commands.add_parser("counts", help="how many requests there were")
    return parser


def serve(arguments: argparse.Namespace) -> int:
    """Run the server, and the dashboard on it, until interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server = SheetsServer(spreadsheet_of_file(arguments.workbook), port=arguments.sheets_port)
    except OSError as error:
        print(f"The stand-in cannot listen on port {arguments.sheets_port}: {error.strerror}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="road-demo-") as folder, server:
        key = arguments.key or Path(folder) / "service-account.json"
        settings = settings_of(server, key, Path(folder))
        print(f"{arguments.workbook.name} is served as a Google spreadsheet on {server.address}.")
        print("Change it from another terminal:")
        for command, what in EXAMPLES:
            print(f"  {_this_python()} -m tests.sheets_server {command:<45}  # {what}")
        if arguments.server_only:
            print("Run the dashboard on it with:")
            print(" ".join(f"{name}={value}" for name, value in settings.items()), "make run", flush=True)
            try:
                signal.pause()
            except KeyboardInterrupt:
                return 0
        print(f"The dashboard: http://127.0.0.1:{arguments.port} (Ctrl+C ends both)", flush=True)
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(arguments.port)]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ROAD_")}
        dashboard = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
            cwd=ROOT,
            env=inherited | settings,
        )
        try:
            return dashboard.wait()
        except KeyboardInterrupt:
            dashboard.terminate()
            dashboard.wait(10)
            return 0


def settings_of(
    server: SheetsServer, key: Path, folder: Path, refresh_seconds: float = REFRESH_SECONDS
) -> dict[str, str]:
    """The environment of a dashboard on that server: writes the throwaway key, keeps readings in ``folder``."""
    key.touch(mode=0o600)
    key.write_text(json.dumps(server.account, indent=2), "utf-8")
    return {
        "ROAD_SPREADSHEET": server.spreadsheet.key,
        "ROAD_SERVICE_ACCOUNT": str(key),
        "ROAD_API_BASE": server.address,
        "ROAD_REFRESH_SECONDS": str(refresh_seconds),
        "ROAD_CACHE_DIR": str(folder),
    }


def _this_python() -> str:
    path = Path(sys.executable)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def tell(port: int, command: str, content: Mapping[str, object]) -> int:
    """Ask the server that listens on ``port`` to do something; 0 where it did."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/control/{command}", data=json.dumps(dict(content)).encode(), method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            print(json.loads(answer.read())["requests"])
            return 0
    except urllib.error.HTTPError as error:
        print(f"The server cannot do that: {json.loads(error.read())['error']}", file=sys.stderr)
    except OSError:
        print(f"No server answers on port {port}; start one with make demo-live", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
