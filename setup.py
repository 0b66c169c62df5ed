"""All but one thing stands in pyproject.toml: a wheel also holds the flagship case, which lies beside the package here."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FLAGSHIP = Path("cases", "freeze-for-relief")


class BuildWithFlagship(build_py):
    """The package, and ``cases/freeze-for-relief`` as ``overture/models/cases/freeze-for-relief``."""

    def _flagship(self) -> list[tuple[str, str]]:
        """(where each file lies, where it goes)."""
        goal = Path(self.build_lib, "overture", "models", FLAGSHIP)
        return [(str(each), str(goal / each.name)) for each in sorted(FLAGSHIP.glob("*.yaml"))]

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for source, goal in self._flagship():
                self.mkpath(str(Path(goal).parent))
                self.copy_file(source, goal)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        more = [] if self.editable_mode else [goal for _, goal in self._flagship()]
        return [*super().get_outputs(include_bytecode), *more]

    def get_source_files(self) -> list[str]:
        return [*super().get_source_files(), *(source for source, _ in self._flagship())]


setup(cmdclass={"build_py": BuildWithFlagship})
