"""What no client should send, and what a client does when it dies: `pv lsp` neither crashes nor hangs, and grows by nothing."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
import workspace as ws

PV = os.environ["PV"]


class Raw:
    """The other end of the streams."""

    def __init__(self, folder, encodings=None):
        self.process = subprocess.Popen([PV, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.folder, self.number = folder, 0
        general = {"positionEncodings": encodings} if encodings else {}
        self.answer = self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {"general": general}})

    def bytes(self, content):
        self.process.stdin.write(content)
        self.process.stdin.flush()

    def frame(self, content):
        self.bytes(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))

    def tell(self, method, parameters, **members):
        self.frame(json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters, **members}).encode())

    def read(self):
        length = None
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the server has gone"
            length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, parameters):
        self.number += 1
        self.tell(method, parameters, id=self.number)
        while (message := self.read()).get("id") != self.number:
            pass
        return message

    def found(self, uri, version):
        while True:
            message = self.read()
            parameters = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and parameters["uri"] == uri:
                if parameters.get("version") == version:
                    return parameters["diagnostics"]

    def open(self, path, text):
        uri = (self.folder / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def end(self):
        assert self.ask("shutdown", None)["result"] is None
        self.tell("exit", None)
        return self.process.wait(timeout=20)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts/f32-dot-v1.yaml").write_text((ws.ROOT / ws.DOT).read_text())
    return tmp_path.resolve()


@pytest.fixture
def raw(folder):
    raw = Raw(folder)
    yield raw
    if raw.process.poll() is None:
        assert raw.end() == 0


def test_the_phases_of_a_session(folder):
    process = subprocess.Popen([PV, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    early = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(early), early))
    process.stdin.flush()
    while (line := process.stdout.readline()) != b"\r\n":
        length = int(line.split(b":")[1])
    assert json.loads(process.stdout.read(length))["error"]["code"] == -32002
    process.stdin.close()
    assert process.wait(timeout=20) == 1

    raw = Raw(folder)
    assert raw.ask("initialize", {})["error"]["code"] == -32600
    assert raw.ask("textDocument/nothing", {})["error"]["code"] == -32601
    assert raw.ask("textDocument/hover", {"textDocument": {"uri": "file:///not/open"}})["error"]["code"] == -32602
    assert raw.ask("shutdown", None)["result"] is None
    assert raw.ask("textDocument/hover", {})["error"]["code"] == -32600
    raw.tell("exit", None)
    assert raw.process.wait(timeout=20) == 0

    raw = Raw(folder)
    raw.tell("exit", None)
    assert raw.process.wait(timeout=20) == 1


def test_positions_are_in_the_units_agreed_on(folder):
    text = (folder / "contracts/f32-dot-v1.yaml").read_text()
    broken = text.replace("binds_to: [dot", 'binds_to: ["\U0001f525é", dot', 1)
    line = next(number for number, line in enumerate(broken.split("\n")) if "\U0001f525" in line)
    for encodings, length in ((None, 5), (["utf-16"], 5), (["utf-32", "utf-8"], 8)):
        raw = Raw(folder, encodings)
        expected = "utf-8" if encodings and "utf-8" in encodings else "utf-16"
        assert raw.answer["result"]["capabilities"]["positionEncoding"] == expected
        uri = raw.open("contracts/f32-dot-v1.yaml", broken)
        found = raw.found(uri, 1)
        assert [f["code"] for f in found] == ["binds-to-unresolved"]
        place = found[0]["range"]
        assert place["start"]["line"] == line
        assert place["end"]["character"] - place["start"]["character"] == length
        # The same units in a change: the text is as before.
        document = {"uri": uri, "version": 2}
        place["end"]["character"] += 2
        raw.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": place, "text": ""}]})
        assert raw.found(uri, 2) == []
        assert raw.end() == 0


def test_frames_that_make_no_sense(raw):
    for bad in (
        b"\r\n\r\n", b"Content-Length: twelve\r\n\r\n", b"Content-Length: -5\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n", b"\x00" * 5000, b"Content-Length: 99999999999999999999999\r\n\r\n",
    ):
        raw.bytes(bad)
        assert raw.ask("textDocument/nothing", {})["error"]["code"] == -32601
    for bad, code in (
        (b"", -32700), (b"{", -32700), (b"null", -32700), (b"{}", -32600), (b"[" * 100_000, -32700), (b"\xff\xfe", -32700),
        (b'{"id": {}, "method": "a"}', -32600), (b'{"id": 1, "id": 2, "method": "a"}', -32700),
    ):
        raw.frame(bad)
        while (message := raw.read()).get("id", 0) is not None:
            pass
        assert message["error"]["code"] == code, bad[:40]


def test_messages_that_are_too_large_are_passed_over(raw):
    before = raw.memory()
    size = 200 << 20
    raw.bytes(b"Content-Length: %d\r\n\r\n" % size)
    for _ in range(200):
        raw.bytes(b"x" * (1 << 20))
    while (message := raw.read()).get("id", 0) is not None:
        pass
    assert "64" in message["error"]["message"] or "67108864" in message["error"]["message"]
    assert raw.ask("textDocument/nothing", {})["error"]["code"] == -32601
    assert raw.memory() - before < 100 << 20


def test_a_contract_that_is_too_large_is_a_finding(raw):
    uri = raw.open("contracts/large-v1.yaml", "# " + "x" * (5 << 20))
    assert [finding["code"] for finding in raw.found(uri, 1)] == ["file-too-large"]


def test_edits_out_of_order_are_passed_over(raw):
    text = (raw.folder / "contracts/f32-dot-v1.yaml").read_text()
    uri = raw.open("contracts/f32-dot-v1.yaml", text)
    assert raw.found(uri, 1) == []
    raw.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": 7}, "contentChanges": [{"text": "metadata: {}\n"}]})
    assert raw.found(uri, 7)
    raw.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": 6}, "contentChanges": [{"text": text}]})
    message = raw.read()
    assert message["method"] == "window/logMessage" and "version 6" in message["params"]["message"]
    never = {"uri": (raw.folder / "never.yaml").as_uri(), "version": 2}
    raw.tell("textDocument/didChange", {"textDocument": never, "contentChanges": [{"text": ""}]})
    assert raw.read()["method"] == "window/logMessage"
    far = {"start": {"line": 10**12, "character": 10**12}, "end": {"line": -5, "character": -5}}
    raw.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": 8}, "contentChanges": [{"range": far, "text": text}]})
    assert raw.found(uri, 8) == []


def test_a_request_can_be_taken_back(raw):
    uri = raw.open("contracts/f32-dot-v1.yaml", (raw.folder / "contracts/f32-dot-v1.yaml").read_text())
    request = json.dumps({"jsonrpc": "2.0", "id": 99, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": uri}}})
    cancel = json.dumps({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}})
    busy = json.dumps({"jsonrpc": "2.0", "id": 98, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": uri}}})
    # In one write, behind others, so that the cancellation is there before the request's turn.
    frames = [busy] * 200 + [request, cancel]
    raw.bytes(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(f), f.encode()) for f in frames))
    while (message := raw.read()).get("id") != 99:
        pass
    assert message["error"]["code"] == -32800


def test_a_client_that_dies_ends_the_server(folder):
    raw = Raw(folder)
    raw.process.stdin.close()
    assert raw.process.wait(timeout=20) == 1
    # One that closes its reading end first.
    raw = Raw(folder)
    raw.process.stdout.close()
    raw.open("contracts/f32-dot-v1.yaml", "equations: [")
    assert raw.process.wait(timeout=20) == 1
    # One whose process is gone while somebody else holds the pipe.
    child = subprocess.Popen(["sleep", "60"])
    process = subprocess.Popen([PV, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    content = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": child.pid, "capabilities": {}}})
    process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content.encode()))
    process.stdin.flush()
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert process.wait(timeout=40) == 1


def test_random_edits_leave_no_memory_behind(raw):
    text = (raw.folder / "contracts/f32-dot-v1.yaml").read_text()
    uri = raw.open("contracts/f32-dot-v1.yaml", text)
    generator = random.Random(5)
    lines = text.count("\n")
    version, memory = 1, []
    for round in range(3):
        for _ in range(150):
            version += 1
            line = generator.randrange(lines)
            start = {"line": line, "character": generator.randrange(40)}
            end = {"line": line + generator.randrange(2), "character": generator.randrange(40)}
            change = {"range": {"start": start, "end": end}, "text": generator.choice(["", "x", "\n", "[", "\U0001f525", ": "])}
            if version % 50 == 0:
                change = {"text": text}
            raw.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
            raw.found(uri, version)
        memory.append(raw.memory())
    assert memory[2] - memory[1] < 8 << 20, memory


def test_nothing_outside_of_the_workspace_is_read(folder):
    outside = folder.parent / (folder.name + "-outside")
    outside.mkdir()
    (outside / "secret-v1.yaml").write_text("metadata: {description: secret}\nequations: {}\n")
    (folder / "contracts/linked-v1.yaml").symlink_to(outside / "secret-v1.yaml")
    (folder / "pv.yaml").write_text(f"paths: [contracts, ../{outside.name}]\nbaseline: ../{outside.name}/baseline.json\n")
    trace = folder.parent / (folder.name + ".trace")
    if subprocess.run(["sh", "-c", "command -v strace"], capture_output=True).returncode == 0:
        command = ["strace", "-f", "-e", "trace=openat,open,execve", "-o", str(trace), PV, "lsp"]
    else:
        command = [PV, "lsp"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    raw = Raw.__new__(Raw)
    raw.process, raw.folder, raw.number = process, folder, 0
    raw.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
    text = (folder / "contracts/f32-dot-v1.yaml").read_text().replace("metadata:\n", "metadata:\n  depends_on: [secret-v1]\n", 1)
    uri = raw.open("contracts/f32-dot-v1.yaml", text)
    found = raw.found(uri, 1)
    assert [finding["code"] for finding in found] == ["depends-on-unresolved"], found
    linked = {"textDocument": {"uri": (folder / "contracts/linked-v1.yaml").as_uri()}, "position": {"line": 0, "character": 0}}
    assert "error" in raw.ask("textDocument/hover", linked)
    assert raw.end() == 0
    if trace.exists():
        lines = trace.read_text().split("\n")
        assert not [line for line in lines if outside.name in line and "open" in line]
        assert len([line for line in lines if "execve(" in line]) == 1
