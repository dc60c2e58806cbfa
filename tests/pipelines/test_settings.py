"""What an administrator may set, and what is said where a setting cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import ENVIRONMENT, Settings, SettingsError, load_settings

_FOLDERS = ["home", *(name for name, kind in vars(Settings).items() if isinstance(kind, property))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JPA_HOME", str(tmp_path))
    return tmp_path


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "jpa.toml").write_text('workers = 3\nas_of = "2024-05-16"\n[limits]\nmax_rows = 99\n')
    monkeypatch.setenv("JPA_WORKERS", "7")
    settings = load_settings()
    assert settings.workers == 7
    assert settings.as_of == date(2024, 5, 16)
    assert settings.limits.max_rows == 99
    assert settings.limits.max_columns == Settings().limits.max_columns


def test_everything_written_stands_below_the_state_folder(home: Path) -> None:
    settings = load_settings()
    folders = [value for name in _FOLDERS if isinstance(value := getattr(settings, name), Path)]
    assert len(folders) > 7
    assert all(folder.is_relative_to(home) for folder in folders)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("workers = -1", "workers"),
        ("colour = 'red'", "colour"),
        ("[limits]\nmax_rows = 'many'", "limits.max_rows"),
        ("as_of = 'yesterday'", "as_of"),
        ("workers = ", "not valid TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_file(home: Path, text: str, named: str) -> None:
    (home / "jpa.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"jpa\.toml") as error:
        load_settings()
    assert named in str(error.value)


def test_the_edition_that_runs_is_worked_on_and_the_last_one_once_all_are_over(home: Path) -> None:
    framework = Settings(home=home).framework()
    first = min(framework.editions, key=lambda edition: edition.first_day)
    assert Settings(home=home, as_of=date(1999, 1, 1)).current_edition(framework) == first
    assert Settings(home=home, as_of=first.first_day).current_edition(framework) == first
    assert Settings(home=home, edition=first.edition_id).current_edition(framework) == first


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())
