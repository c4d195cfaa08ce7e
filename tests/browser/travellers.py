"""The three ways through the finder: by mouse, by keyboard alone, and without JavaScript.

Each knows the same few acts; a journey is written once and goes all three ways.
"""

from __future__ import annotations

import re
from typing import Protocol

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

LINE = "[data-result-line]"
#: whether the focus is within the window and drawn around the element or what frames it
IS_SEEN = """() => {
    let node = document.activeElement;
    const box = node.getBoundingClientRect();
    const isInside = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
    // an area on the map wears a ring that lies above its neighbours
    if (node.matches(".plan-area")) return isInside && document.querySelector(".plan-ring") !== null;
    for (let up = 0; up < 4 && node; up += 1, node = node.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return isInside;
    }
    return false;
}"""


class Traveller(Protocol):
    """Someone on the way from the first page to an offer."""

    page: Page

    def search(self, words: str) -> None:
        """Ask for words."""

    def where(self, name: str) -> None:
        """Choose a borough, district or place by its name."""

    def tick(self, name: str, value: str) -> None:
        """Tick a filter of the sheet."""

    def choose(self, name: str, value: str) -> None:
        """Choose from a list of the sheet."""

    def show(self) -> None:
        """See the result."""

    def follow(self, selector: str) -> None:
        """Go where a link leads."""


class ByMouse:
    """Points and clicks."""

    def __init__(self, visitor: Visitor, path: str, width: int) -> None:
        self.page = visitor.open(path, width)

    def _open_sheet(self) -> None:
        if not self.page.is_visible(".sheet__panel"):
            self.page.click("[data-sheet] > summary")

    def search(self, words: str) -> None:
        """Ask for words."""
        self.page.fill("#suche-q", words)
        self.page.click(".search__row button")

    def where(self, name: str) -> None:
        """Type into the box of places and click on what it offers."""
        box = self.page.locator("[data-place] [role=combobox]")
        box.click()
        box.fill(name)
        self.page.locator("[role=option]", has_text=name).first.click()

    def tick(self, name: str, value: str) -> None:
        """Click on the words beside the box."""
        self._open_sheet()
        self.page.click(f"label.option:has(input[name='{name}'][value='{value}'])")

    def choose(self, name: str, value: str) -> None:
        """Choose from the list."""
        self._open_sheet()
        self.page.select_option(f"[data-sheet] [name='{name}']", value)

    def show(self) -> None:
        """Click on the button that counts the offers."""
        self.page.click("[data-sheet-show]")

    def follow(self, selector: str) -> None:
        """Click on the link."""
        self.page.locator(selector).first.click()


class ByKeyboard:
    """Never touches a pointer: Tab, arrows, Space, Enter and letters."""

    def __init__(self, visitor: Visitor, path: str, width: int) -> None:
        self.page = visitor.open(path, width)

    def _reach(self, selector: str, most: int = 160) -> None:
        """Press Tab until an element has the focus; it must be in sight and show it."""
        for _press in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                assert self.page.evaluate(IS_SEEN), f"the focus on {selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with Tab")

    def _open_sheet(self) -> None:
        if not self.page.is_visible(".sheet__panel"):
            self._reach("[data-sheet] > summary")
            self.page.keyboard.press("Enter")

    def search(self, words: str) -> None:
        """Skip to the content, type, press Enter."""
        self._reach("#suche-q")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def where(self, name: str) -> None:
        """Type into the box of places, arrow down, Enter."""
        self._reach("[data-place] [role=combobox]")
        self.page.keyboard.type(name)
        expect(self.page.locator("[role=option]", has_text=name).first).to_be_visible()
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def tick(self, name: str, value: str) -> None:
        """Tab to the box and press Space."""
        self._open_sheet()
        self._reach(f"input[name='{name}'][value='{value}']")
        self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Tab to the list and arrow down."""
        self._open_sheet()
        field = f"[data-sheet] [name='{name}']"
        self._reach(field)
        for _press in range(40):
            if self.page.input_value(field) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} offers no {value}")

    def show(self) -> None:
        """Tab to the button that counts the offers and press Enter."""
        self._reach("[data-sheet-show]")
        self.page.keyboard.press("Enter")

    def follow(self, selector: str) -> None:
        """Tab to the link and press Enter."""
        self._reach(selector)
        self.page.keyboard.press("Enter")


class WithoutScripts(ByMouse):
    """Fills in the form and sends it; links and buttons are the same."""

    def __init__(self, visitor: Visitor, path: str, width: int) -> None:
        self.page = visitor.open(path, width, java_script_enabled=False)

    def where(self, name: str) -> None:
        """Fill in the place and send the form."""
        self.page.fill("#suche-wo", name)
        self.page.click(".search__row button")

    def tick(self, name: str, value: str) -> None:
        """Tick the box; nothing happens yet."""
        self._open_sheet()
        self.page.check(f"input[name='{name}'][value='{value}']")


WAYS: dict[str, type[ByMouse | ByKeyboard]] = {
    "mouse": ByMouse,
    "keyboard": ByKeyboard,
    "without scripts": WithoutScripts,
}


def expect_line(traveller: Traveller, words: str) -> None:
    """Wait until the line above the list says this (a regular expression)."""
    expect(traveller.page.locator(LINE)).to_have_text(re.compile(words))


def titles(traveller: Traveller) -> list[str]:
    """Titles of the list, in order."""
    return traveller.page.locator(".entry__title a").all_inner_texts()
