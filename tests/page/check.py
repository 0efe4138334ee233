#!/usr/bin/env python3
"""Drives an exported page in headless Chromium, with nothing but the standard library.

    check.py SAMPLE PAGE SHOTS

SAMPLE is the page that the test writes, whose cards are known; PAGE is any other. Both are looked at
at the width of a phone and of a desktop, in light and dark, and pictures are put into the folder
SHOTS. Ends with status 1 and a sentence when something is wrong. $CHROMIUM names the browser.
"""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

LONGEST = 240  # seconds that a browser may take for one thing on a busy machine
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
DESKTOP = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}


class Wrong(Exception):
    """The page is not as it should be."""


def expect(condition, message):
    if not condition:
        raise Wrong(message)


class Browser:
    """Chromium, spoken to through a pipe."""

    def __init__(self, home):
        name = os.environ.get("CHROMIUM")
        names = [name] if name else ["chromium", "chromium-browser", "google-chrome"]
        program = next((path for path in map(shutil.which, names) if path), None)
        expect(program, "chromium is not installed: apt-get install chromium fonts-noto-cjk")
        read, self.to = os.pipe()
        self.back, write = os.pipe()
        flags = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
            --disable-background-networking --disable-component-update --disable-dev-shm-usage
            --disable-extensions --no-default-browser-check --hide-scrollbars --lang=en-US
            --remote-debugging-pipe""".split()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{read} 4>&{write}', "sh", program, *flags,
             f"--user-data-dir={home}", "about:blank"],
            pass_fds=(read, write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read)
        os.close(write)
        self.number = 0
        self.rest = b""
        self.session = None
        self.problems = []
        self.events = []
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self.session = attached["sessionId"]
        for part in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{part}.enable")

    def message(self, deadline):
        while b"\0" not in self.rest:
            left = deadline - time.monotonic()
            expect(left > 0, "the browser does not answer")
            if select.select([self.back], [], [], left)[0]:
                more = os.read(self.back, 1 << 20)
                expect(more, "the browser ended")
                self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def note(self, message):
        method, params = message.get("method"), message.get("params", {})
        self.events.append(method)
        if method == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.problems.append(str(params["args"])[:600])
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(str(params["entry"])[:600])
        elif method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            if not url.startswith(("file://", "data:", "about:")):
                self.problems.append(f"it asks for {url}")

    def call(self, method, **params):
        self.number += 1
        request = {"id": self.number, "method": method, "params": params}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        deadline = time.monotonic() + LONGEST
        while True:
            message = self.message(deadline)
            if message.get("id") == self.number:
                expect("error" not in message, f"{method}: {message.get('error')}")
                return message["result"]
            self.note(message)

    def wait_event(self, name):
        deadline = time.monotonic() + LONGEST
        while name not in self.events:
            self.note(self.message(deadline))

    def open(self, url):
        # By way of an empty page, for going to another # of a page does not load it.
        for one in ("about:blank", url):
            self.events.clear()
            self.call("Page.navigate", url=one)
            self.wait_event("Page.loadEventFired")

    def js(self, code):
        result = self.call("Runtime.evaluate", expression=code, returnByValue=True,
                           awaitPromise=True)
        expect("exceptionDetails" not in result, f"{code}: {result.get('exceptionDetails')}")
        return result["result"].get("value")

    def until(self, code, message):
        deadline = time.monotonic() + LONGEST
        while not self.js(code):
            expect(time.monotonic() < deadline, f"{message}: never {code}")
            time.sleep(0.02)

    def key(self, key):
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        code = {" ": "Space"}.get(key, key if len(key) > 1 else "")
        number = {"Enter": 13, "Escape": 27, " ": 32}.get(key, ord(key[0].upper()))
        same = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.call("Input.dispatchKeyEvent", **down, **same)
        self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press(self, selector, touch=False):
        """Presses in the middle of what the selector names, where a finger or a mouse would."""
        at = self.js(f"""(() => {{
            const it = document.querySelector({json.dumps(selector)});
            it.scrollIntoView({{block: "center"}});
            const box = it.getBoundingClientRect();
            return {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
        }})()""")
        if touch:
            self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[at])
            self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        else:
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def screen(self, size, scheme, media=""):
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Emulation.setTouchEmulationEnabled", enabled=size["mobile"])
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def shot(self, path):
        picture = base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
        path.write_bytes(picture)
        # One colour alone compresses to nothing.
        expect(len(picture) > 15_000, f"{path.name} shows nothing")

    def quiet(self, where):
        self.js("0")
        expect(not self.problems, f"{where}: " + "; ".join(self.problems))

    def close(self):
        try:
            os.write(self.to, b'{"id":0,"method":"Browser.close"}\0')
            self.process.wait(20)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


# What is seen: laid out and not hidden, also not by a closed `details`.
SEEN = """const seen = (it) => it.checkVisibility({visibilityProperty: true})
    && it.getClientRects().length > 0;"""


def story(browser, url):
    """Somebody opens the page, searches, reveals, switches the language, and prints."""
    js, key, until = browser.js, browser.key, browser.until
    seen = lambda what: js(f"""(() => {{ {SEEN}
        return [...document.querySelectorAll({json.dumps(what)})].filter(seen).length; }})()""")
    shown = lambda: js("[...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.id)")
    browser.screen(DESKTOP, "light")
    browser.open(url)
    js("localStorage.clear()")
    browser.open(url)

    expect(shown() == ["q-t-a", "q-t-b", "q-t-c", "q-u-a"], f"the cards are {shown()}")
    expect(seen(".say") == 0, "answers are hidden at first")
    expect(seen("#q-t-a .q[lang=en]") == 1 and seen("#q-t-a .q[lang=zh-CN]") == 0, "English first")
    expect(seen("#q-t-c .q[lang=zh-CN]") == 1, "a card without English is shown in Chinese")

    # Keys: to a card, its answer, its depth, and shut again.
    key("j")
    expect(js("document.activeElement.closest('article').id") == "q-t-a", "j goes to the first card")
    key(" ")
    expect(seen("#q-t-a .say[lang=en]") == 1, "space reveals the answer")
    expect(seen("#q-t-a .sources") == 0, "the depth is still hidden")
    key("Enter")
    expect(seen("#q-t-a .sources") == 1, "enter reveals the depth")
    expect(seen("#q-t-a pre .k") > 0, "code is coloured")
    key(" ")
    expect(seen("#q-t-a .say") == 0, "the third press hides it all")
    key("j")
    expect(js("document.activeElement.closest('article').id") == "q-t-b", "j goes on")
    key(" ")
    expect(seen("#q-t-b pre") == 1 and seen("#q-t-b .say") == 0, "a program stands before its answer")
    key(" ")
    expect(seen("#q-t-b .say") == 1, "then comes the answer")
    key("k")
    expect(js("document.activeElement.closest('article').id") == "q-t-a", "k goes back")

    # Languages.
    key("l")
    expect(seen("#q-t-a .q[lang=zh-CN]") == 1 and seen("#q-t-a .q[lang=en]") == 0, "l shows Chinese")
    expect(js("document.documentElement.lang") == "zh-CN", "the page says its language")
    browser.open(url)
    expect(js("document.querySelector('#lang-zh').checked"), "the language is remembered")
    key("l")
    expect(seen("#q-t-a .q") == 2, "both languages")
    browser.press("label[for=lang-en]")
    expect(seen("#q-t-a .q[lang=zh-CN]") == 0, "the switch can be pressed")

    # Searching, in both languages whatever is shown.
    key("/")
    expect(js("document.activeElement.id") == "search", "/ goes to the search")
    browser.type("写入 关闭")
    until("document.querySelectorAll('article:not([hidden])').length == 1", "Chinese is found")
    expect(shown() == ["q-t-b"], f"found {shown()}")
    expect("1 / 4" in js("document.querySelector('#status').innerText"), "the count is said")
    expect(js("document.querySelector('[data-count-of=t]').textContent") == "1/3", "the contents too")
    key("Escape")
    expect(len(shown()) == 4 and js("document.querySelector('#search').value") == "", "Esc clears")
    browser.type("ＮＩＬ Channel")
    until("document.querySelectorAll('article:not([hidden])').length == 2", "English is found")
    expect(js("CSS.highlights.has('found')"), "what was found is marked")
    key("Enter")
    expect(js("document.activeElement.closest('article').id") == "q-t-a", "enter goes to the first")
    key("/")
    browser.type("no such words")
    until("!document.querySelector('#nothing').hidden", "nothing is found")
    browser.press("#clear")
    expect(len(shown()) == 4, "the search is cleared")

    # Filters.
    browser.press("label[for=level-1]")
    expect(shown() == ["q-t-b"], f"one level: {shown()}")
    browser.press("label[for=level-1]")
    browser.press("label[for=topic-1]")
    expect(shown() == ["q-u-a"], f"one topic: {shown()}")
    js("location.hash = '#q-t-c'")
    until("document.querySelector('#q-t-c').offsetHeight > 60", "a link leads to a hidden card")
    expect(len(shown()) == 4, "and clears the filters for it")

    # All at once.
    browser.press("#reveal")
    expect(seen(".say") == 4, "all answers are revealed")
    browser.press("#hide")
    expect(seen(".say") == 0, "all are hidden")
    key("?")
    expect(js("document.querySelector('#help').open"), "? shows the keys")
    key("Escape")
    expect(not js("document.querySelector('#help').open"), "Esc closes them")

    # Texts that would like to do something.
    expect(js("window.owned === undefined && document.querySelectorAll('img, iframe').length == 0"),
           "hostile text is text")
    browser.quiet("the story")

    # On paper all is revealed.
    browser.screen(DESKTOP, "light", media="print")
    expect(js("""[...document.querySelectorAll('.say[lang=en], .say.only')]
        .every(it => it.getBoundingClientRect().height > 10)"""), "closed answers are printed")
    browser.screen(PHONE, "light")
    browser.open(url)
    browser.press("#q-u-a summary", touch=True)
    until("document.querySelector('#q-u-a details').open", "a touch reveals the answer")

    # Where nothing may be kept, as in a file on a phone, the address remembers.
    browser.open(url + "#lang=both")
    expect(js("document.querySelector('#lang-both').checked"), "the address knows the language")

    # Chinese for whom Chinese is.
    js("localStorage.clear()")
    agent = js("navigator.userAgent")
    browser.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage="zh-CN")
    browser.open(url)
    expect(js("document.querySelector('#lang-zh').checked"), "a Chinese browser gets Chinese")
    browser.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage="en-US")

    # Without script it can still be read.
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(url)
    browser.press("#q-u-a summary", touch=True)
    until("document.querySelector('#q-u-a details').open", "it opens without script")
    browser.press("label[for=lang-zh]", touch=True)
    expect(seen("#q-t-a .q[lang=en]") == 0, "the language switches without script")
    expect(seen("#search") == 0, "what needs script is not shown")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.quiet("without script")


# Everything that makes a page hard to read or to press, as a list of sentences.
LOOK = """(() => { %s
    const wrong = [];
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth) wrong.push(`${page.scrollWidth} pixels wide, not ${innerWidth}`);
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const known = new Map();
    const rgb = (colour) => {
        if (known.has(colour)) return known.get(colour);
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
        return known.get(colour);
    };
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const grounds = new Map([[null, [255, 255, 255]]]);
    const behind = (it) => {
        if (!grounds.has(it)) {
            const colour = rgb(getComputedStyle(it).backgroundColor);
            grounds.set(it, colour[3] == 255 ? colour : behind(it.parentElement));
        }
        return grounds.get(it);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const it = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || it.closest("script, style, dialog, [hidden], [aria-hidden], .out-of-sight")
            || !seen(it)) continue;
        const style = getComputedStyle(it);
        const [a, b] = [light(rgb(style.color)), light(behind(it))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const what = walker.currentNode.data.trim().slice(0, 30);
        if (contrast < 4.5) wrong.push(`contrast ${contrast.toFixed(1)} of "${what}"`);
        if (parseFloat(style.fontSize) < 13) wrong.push(`"${what}" is ${style.fontSize} high`);
    }
    const finger = matchMedia("(max-width: 60rem)").matches;
    for (const it of document.querySelectorAll("button, summary, #search, label, aside a")) {
        if (it.closest("[hidden], .out-of-sight") || !seen(it)) continue;
        const {width, height} = it.getBoundingClientRect();
        if (width < (finger ? 43 : 24) || height < (finger ? 42 : 32)) wrong.push(`${it.outerHTML.slice(0, 60)} is ${width} by ${height}`);
    }
    return [...new Set(wrong)].slice(0, 20);
})()""" % SEEN


def look(browser, url, name, shots):
    """Is it readable and pressable, on every screen?"""
    for lang in ("en", "zh", "both"):
        for size, device in ((PHONE, "phone"), (DESKTOP, "desktop")):
            for scheme in ("light", "dark"):
                browser.screen(size, scheme)
                where = f"{name}-{device}-{scheme}-{lang}"
                browser.open(f"{url}#lang={lang}")
                browser.shot(shots / f"{where}-shut.png")
                browser.js("""[...document.querySelectorAll("article")].forEach((card, at) => {
                        card.hidden = at > 14;
                        if (at < 12) for (const part of card.querySelectorAll("details")) part.open = true;
                    });
                    scrollTo(0, document.querySelector("h2").offsetTop - 90)""")
                wrong = browser.js(LOOK)
                expect(not wrong, f"{where}: " + "; ".join(wrong))
                browser.shot(shots / f"{where}-open.png")
                browser.quiet(where)


def main():
    sample, page, shots = map(pathlib.Path, sys.argv[1:])
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(home)
        try:
            story(browser, sample.resolve().as_uri())
            look(browser, sample.resolve().as_uri(), "sample", shots)
            look(browser, page.resolve().as_uri(), "page", shots)
        finally:
            browser.close()


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        sys.exit(f"check.py: {wrong}")
