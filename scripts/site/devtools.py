"""A headless Chromium by its DevTools protocol: pages are loaded, measured and pictured."""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket


class Failure(Exception):
    """What the browser says instead of an answer."""


class Browser:
    """One browser with one tab; `with Browser(path) as browser`."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="pv-site-")
        self.process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.folder}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.numbers = itertools.count(1)
        self.events = []
        try:
            self.socket = websocket.create_connection(self.address(), timeout=60, max_size=None)
        except BaseException:
            self.close()
            raise
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")

    def address(self):
        port = Path(self.folder, "DevToolsActivePort")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Failure(f"chromium ended with {self.process.returncode}")
            lines = port.read_text().split("\n") if port.exists() else []
            if len(lines) > 1:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.05)
        raise Failure("chromium does not say where its DevTools are")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self):
        message = json.loads(self.socket.recv())
        if "id" not in message:
            self.events.append(message)
        return message

    def call(self, method, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def load(self, address, waits=True):
        """Loads a page to its end; the events since then are those of the page. Waiting for a frame needs scripts."""
        self.events.clear()
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise Failure(f"{address}: {answer['errorText']}")
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.receive()
        if waits:
            self.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")

    def run(self, script):
        """The value of an expression, promises waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise Failure(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def size(self, width, height=900):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )

    def scheme(self, scheme, media=""):
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )

    def scripts(self, are_on):
        self.call("Emulation.setScriptExecutionDisabled", value=not are_on)

    def picture(self, path, height=None):
        """A screenshot of the whole page, or of so much of its top."""
        content = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {
            "x": 0,
            "y": 0,
            "width": content["width"],
            "height": min(content["height"], height or 8000),
            "scale": 1,
        }
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def roles(self):
        """The accessibility tree's roles with their names, ignored nodes left out."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored") and "role" in node
        ]

    def complaints(self):
        """Errors of the console, exceptions, and requests for anything that is no file."""
        found = []
        for event in self.events:
            values = event.get("params", {})
            match event["method"]:
                case "Runtime.exceptionThrown":
                    found.append(f"exception: {values['exceptionDetails']['text']}")
                case "Runtime.consoleAPICalled" if values["type"] in ("error", "warning", "assert"):
                    found.append(f"console.{values['type']}: {[each.get('value') for each in values['args']]}")
                case "Log.entryAdded" if values["entry"]["level"] in ("error", "warning"):
                    found.append(f"{values['entry']['level']}: {values['entry']['text']} {values['entry'].get('url', '')}")
                case "Network.requestWillBeSent" if not values["request"]["url"].startswith(("file:", "data:")):
                    found.append(f"request: {values['request']['url']}")
        return found
