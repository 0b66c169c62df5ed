"""Charts and pictures are drawn by a process of its own: what ends vl-convert costs one chart, and is said.

vl-convert runs JavaScript and Rust inside Python's process, and a panic in it ends that process without an exception.
One child is started for the first chart, draws all of them, and is started anew where it has died.
"""

from __future__ import annotations

import atexit
import base64
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from threading import Lock
from typing import Any

from overture.sinks import to_chart

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"  # of words in pictures
SCALE = 3.0  # pixels of a PNG for one of the picture

# One line in, one line out; what cannot be drawn is answered with its reason.
_CHILD = """
import base64, json, sys
import vl_convert
calls = {"svg": vl_convert.vega_to_svg, "pdf": vl_convert.svg_to_pdf, "png": vl_convert.svg_to_png}
out = sys.stdout.buffer
for line in sys.stdin.buffer:
    kind, what, options = json.loads(line)
    try:
        made = calls[kind](what, **options)
        answer = {"made": base64.b64encode(made.encode() if isinstance(made, str) else made).decode()}
    except BaseException as error:
        answer = {"why": f"{type(error).__name__}: {error}"[:200]}
    out.write(json.dumps(answer).encode() + b"\\n")
    out.flush()
"""


def can_draw() -> bool:
    """Whether vl-convert is installed."""
    return find_spec("vl_convert") is not None


@dataclass
class Drawer:
    """The process that draws.

    Attributes:
        script: what it runs, in Python.
    """

    script: str = _CHILD
    _child: subprocess.Popen[bytes] | None = None
    _lock: Lock = field(default_factory=Lock)

    def svg(self, spec: dict[str, Any]) -> str | None:
        """A specification of Vega as SVG; None where it cannot be drawn, which is said on stderr."""
        made = self._asked("svg", to_chart(spec), {})
        return None if made is None else made.decode()

    def converted(self, svg: str, form: str, **options: float) -> bytes | None:
        """An SVG as "pdf" or "png"; None where it cannot be drawn, which is said on stderr."""
        return self._asked(form, svg, options)

    def _asked(self, kind: str, what: Any, options: dict[str, float]) -> bytes | None:
        line = json.dumps([kind, what, options]).encode() + b"\n"
        with self._lock:
            answer = self._answer(line)
        found: dict[str, str] = json.loads(answer) if answer.endswith(b"\n") else {"why": "its process died"}
        if "made" in found:
            return base64.b64decode(found["made"])
        rest = "; its numbers stand in its table" if kind == "svg" else ""
        print(f"overture: a chart could not be drawn ({found['why']}){rest}", file=sys.stderr)
        return None

    def _answer(self, line: bytes) -> bytes:
        child = self._child
        if child is None or child.poll() is not None:
            child = self._child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            child.stdin.write(line)
            child.stdin.flush()
        answer = child.stdout.readline()
        if not answer.endswith(b"\n"):
            self.close()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        atexit.register(self.close)
        return subprocess.Popen(
            [sys.executable, "-P", "-c", self.script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End the process, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


drawer = Drawer()
