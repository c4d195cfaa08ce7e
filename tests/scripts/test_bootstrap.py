"""Set-up is done once, done again when its inputs change, and repaired after an interruption."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import bootstrap


class Machine:
    """Stands for pip and venv: notes what was asked and can be cut off in the middle."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls: list[str] = []
        self.fails = False
        self.alive = False

    def make_venv(self) -> None:
        self.calls.append("venv")
        self.alive = True
        (self.root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)

    def run(self, *command: object, env: object = None) -> None:
        self.calls.append("pip")
        if self.fails:
            raise KeyboardInterrupt


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "SETUP", tmp_path / ".setup")
    monkeypatch.setattr(bootstrap, "_make_venv", made.make_venv)
    monkeypatch.setattr(bootstrap, "_is_alive", lambda: made.alive)
    monkeypatch.setattr(bootstrap, "run", made.run)
    (tmp_path / "requirements").mkdir()
    for name in ("base.txt", "dev.txt"):
        (tmp_path / "requirements" / name).write_text(f"{name}==1\n")
    return made


def test_second_call_does_nothing(machine: Machine) -> None:
    bootstrap.env()
    bootstrap.env()
    assert machine.calls == ["venv", "pip"]


def test_changed_lock_installs_again(machine: Machine) -> None:
    bootstrap.env()
    (machine.root / "requirements" / "base.txt").write_text("base==2\n")
    bootstrap.env()
    assert machine.calls == ["venv", "pip", "pip"]


def test_environment_of_the_tests_serves_the_product_too(machine: Machine) -> None:
    bootstrap.dev()
    bootstrap.env()
    assert machine.calls == ["venv", "pip"]


def test_interrupted_installation_starts_from_scratch(machine: Machine) -> None:
    machine.fails = True
    with pytest.raises(KeyboardInterrupt):
        bootstrap.env()
    machine.fails = False
    bootstrap.env()
    assert machine.calls == ["venv", "pip", "venv", "pip"]


def test_environment_without_stamp_starts_from_scratch(machine: Machine) -> None:
    # `python -m venv` was killed: the interpreter runs, pip is missing
    machine.make_venv()
    bootstrap.env()
    assert machine.calls == ["venv", "venv", "pip"]


def test_lost_interpreter_starts_from_scratch(machine: Machine) -> None:
    bootstrap.env()
    machine.alive = False
    bootstrap.env()
    assert machine.calls == ["venv", "pip", "venv", "pip"]


def test_unknown_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "argv", ["bootstrap.py", "everything"])
    with pytest.raises(SystemExit, match="everything"):
        bootstrap.main()
