"""Everything that `pv lsp` offers, asked for by pytest-lsp's client."""

import asyncio
import os
import shutil

import pytest
import pytest_lsp
import workspace as ws
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PV = os.environ["PV"]


class Session:
    """A client with a workspace, and what it has open."""

    def __init__(self, client, folder):
        self.client, self.folder, self.versions, self.texts = client, folder, {}, {}

    def uri(self, path):
        return (self.folder / path).as_uri()

    async def open(self, path, text=None):
        text = (self.folder / path).read_text() if text is None else text
        if path in self.versions:
            self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.shown(path)["text_document"]))
        # Versions go on, so that what was published of an earlier text is not taken for what is found in this one.
        self.texts[path], self.versions[path] = text, self.versions.get(path, 0) + 1
        item = types.TextDocumentItem(uri=self.uri(path), language_id="yaml", version=self.versions[path], text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return await self.findings(path)

    async def change(self, path, old, new):
        """Types over the first place of a text; what is found then."""
        text = self.texts[path]
        start, end = (types.Position(*ws.position(text, old, skip)) for skip in (0, len(old)))
        self.versions[path] += 1
        self.texts[path] = text.replace(old, new, 1)
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(path), version=self.versions[path])
        change = types.TextDocumentContentChangePartial(range=types.Range(start, end), text=new)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )
        return await self.findings(path)

    async def findings(self, path):
        """The findings of the text as it is."""
        for _ in range(400):
            published = self.client.published.get(self.uri(path))
            if published and published.version == self.versions[path]:
                return list(published.diagnostics)
            await asyncio.sleep(0.05)
        raise AssertionError(f"nothing was published of {path}")

    async def until(self, path, wanted):
        """Waits until the findings of a file that is not open are as wanted."""
        for _ in range(400):
            published = self.client.published.get(self.uri(path))
            if published and wanted(list(published.diagnostics)):
                return list(published.diagnostics)
            await asyncio.sleep(0.05)
        raise AssertionError(f"{path}: {self.client.published.get(self.uri(path))}")

    def at(self, path, needle, skip=0):
        position = types.Position(*ws.position(self.texts[path], needle, skip))
        return {"text_document": types.TextDocumentIdentifier(uri=self.uri(path)), "position": position}

    def shown(self, path):
        return {"text_document": types.TextDocumentIdentifier(uri=self.uri(path))}

    async def hover(self, path, needle, skip=0):
        answer = await self.client.text_document_hover_async(types.HoverParams(**self.at(path, needle, skip)))
        return answer.contents.value if answer else ""

    async def labels(self, path, needle, skip=0):
        answer = await self.client.text_document_completion_async(types.CompletionParams(**self.at(path, needle, skip)))
        return [item.label for item in (answer.items if answer else [])]

    async def actions(self, path, needle, skip=0):
        at = self.at(path, needle, skip)
        place = types.Range(at["position"], at["position"])
        return await self.client.text_document_code_action_async(
            types.CodeActionParams(at["text_document"], place, types.CodeActionContext(diagnostics=[]))
        )

    def applied(self, edit):
        """The texts of a workspace edit's files once it is made."""
        changes = {change.text_document.uri: change.edits for change in edit.document_changes if hasattr(change, "edits")}
        texts = {}
        for uri, edits in changes.items():
            path = uri.removeprefix(self.folder.as_uri() + "/")
            text = self.texts.get(path) or (self.folder / path).read_text()
            starts = [0]
            for line in text.split("\n"):
                starts.append(starts[-1] + len(line) + 1)
            for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
                start, end = (
                    starts[place.line] + self.characters(text, starts[place.line], place.character)
                    for place in (edit.range.start, edit.range.end)
                )
                text = text[:start] + edit.new_text + text[end:]
            texts[path] = text
        return texts

    @staticmethod
    def characters(text, start, units):
        count = 0
        while units > 0:
            units -= 2 if ord(text[start + count]) > 0xFFFF else 1
            count += 1
        return count


def configuration():
    return ClientServerConfig(server_command=[PV, "lsp"])


@pytest_lsp.fixture(config=configuration())
async def client(lsp_client: LanguageClient, tmp_path):
    folder = ws.make(tmp_path.resolve())
    lsp_client.published = {}
    # The client's own keeps no versions.
    lsp_client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    @lsp_client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(parameters):
        lsp_client.published[parameters.uri] = parameters

    @lsp_client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    @lsp_client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def _(parameters):
        return None

    capabilities = client_capabilities("neovim")
    capabilities.workspace.workspace_edit = types.WorkspaceEditClientCapabilities(
        document_changes=True, resource_operations=[types.ResourceOperationKind.Rename]
    )
    capabilities.workspace.did_change_watched_files = None
    answer = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            process_id=os.getpid(),
            workspace_folders=[types.WorkspaceFolder(uri=folder.as_uri(), name="all")],
        )
    )
    lsp_client.answer, lsp_client.folder = answer, folder
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def session(client):
    return Session(client, client.folder)


@pytest.mark.asyncio
async def test_it_says_what_it_can_do(session):
    can = session.client.answer.capabilities
    assert can.position_encoding in ("utf-8", "utf-16")
    assert can.rename_provider.prepare_provider and can.inlay_hint_provider and can.code_lens_provider
    assert can.text_document_sync.change == types.TextDocumentSyncKind.Incremental


@pytest.mark.asyncio
async def test_a_broken_binding_is_found_and_put_right(session):
    assert await session.open(ws.DOT) == []
    found = await session.change(ws.DOT, "binds_to: [dot", "binds_to: [dott")
    assert [finding.code for finding in found] == ["binds-to-unresolved"]
    assert session.texts[ws.DOT].split("\n")[found[0].range.start.line][found[0].range.start.character :].startswith("dott")
    actions = await session.actions(ws.DOT, "binds_to: [dott", 12)
    titles = [action.title for action in actions]
    assert titles[0] == "Write `dot`" and titles[1].startswith("Suppress `binds-to-unresolved` until ")
    texts = session.applied(actions[0].edit)
    assert texts == {ws.DOT: session.texts[ws.DOT].replace("[dott", "[dot")}
    suppressed = session.applied(actions[1].edit)[ws.DOT]
    line = next(line for line in suppressed.split("\n") if "pv:ignore" in line)
    # The reason is for a person to write; with one the finding is let pass.
    found = await session.open(ws.DOT, suppressed)
    assert sorted(finding.code for finding in found) == ["binds-to-unresolved", "suppression-invalid"]
    found = await session.open(ws.DOT, suppressed.replace(line, line + "a test"))
    assert found == []


@pytest.mark.asyncio
async def test_safe_fixes_are_those_of_the_command(session):
    await session.open(ws.DOT)
    await session.change(ws.DOT, "    if_fails:", "    if_fail:")
    found = await session.change(ws.DOT, 'version: "2.0.0"', "version: 2.0")
    assert {"near-miss-key", "version-not-semver"} <= {finding.code for finding in found}
    actions = await session.actions(ws.DOT, "if_fail:", 2)
    assert actions[0].edit and "if_fails" in actions[0].title
    answer = await session.client.text_document_code_action_async(
        types.CodeActionParams(
            session.shown(ws.DOT)["text_document"],
            types.Range(types.Position(0, 0), types.Position(0, 0)),
            types.CodeActionContext(diagnostics=[], only=["source.fixAll"]),
        )
    )
    assert len(answer) == 1 and answer[0].kind == "source.fixAll"
    fixed = session.applied(answer[0].edit)[ws.DOT]
    assert "if_fails:" in fixed and 'version: "2.0.0"' in fixed
    assert await session.open(ws.DOT, fixed) == []


NAMING = """metadata:
  format: pv/1
  version: "1.0.0"
  description: "Names clauses and falsifiers of another contract"
  references: ["ISO 80000-2"]
  depends_on: [f32-dot-v1]
equations:
  own: {formula: "f", domain: "all", not_falsified: "an example"}
proof_obligations:
  - {id: OBL-NAMING-001, type: equivalence, property: "The same", applies_to: f32-dot-v1#dot/order}
falsification_tests: []
faults: []
gates:
  - {id: GATE-NAMING-001, requires: [FALSIFY-DOT-001]}
"""


@pytest.mark.asyncio
async def test_files_that_name_a_change_are_judged_again(session):
    other = "contracts/naming-v1.yaml"
    (session.folder / other).write_text(NAMING)
    event = types.FileEvent(uri=session.uri(other), type=types.FileChangeType.Created)
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await session.open(ws.DOT) == []
    await session.change(ws.DOT, "id: order", "id: ordering")
    await session.until(other, lambda found: [f.code for f in found] == ["applies-to-unresolved"])
    await session.change(ws.DOT, "id: ordering", "id: order")
    await session.until(other, lambda found: found == [])
    await session.change(ws.DOT, "- id: FALSIFY-DOT-001", "- id: FALSIFY-DOT-901")
    await session.until(other, lambda found: [f.code for f in found] == ["gate-unresolved"])


@pytest.mark.asyncio
async def test_hover_shows_reasons_statements_and_measurements(session):
    await session.open(ws.DOT)
    assert "sum_i a_i b_i" in await session.hover(ws.DOT, "binds_to: [dot", 11)
    falsifier = await session.hover(ws.DOT, "id: FALSIFY-DOT-001", 6)
    assert falsifier.startswith("FALSIFY-DOT-001: DISCHARGED") and "margin" in falsifier and "weakest mutant" in falsifier
    threshold = await session.hover(ws.DOT, "at_most: ", 9)
    assert "margin" in threshold and "weakest mutant" in threshold
    assert "prediction" in await session.hover(ws.DOT, "prediction:", 2)
    await session.change(ws.DOT, "binds_to: [dot", "binds_to: [dott")
    assert "Why: " in await session.hover(ws.DOT, "binds_to: [dott", 12)


@pytest.mark.asyncio
async def test_definitions_lead_to_clauses_tests_sources_and_evidence(session):
    await session.open(ws.DOT)

    async def targets(needle, skip):
        answer = await session.client.text_document_definition_async(types.DefinitionParams(**session.at(ws.DOT, needle, skip)))
        return [(place.uri.removeprefix(session.folder.as_uri() + "/"), place.range.start.line) for place in answer or []]

    lines = session.texts[ws.DOT].split("\n")
    assert await targets("binds_to: [dot", 12) == [(ws.DOT, lines.index("  dot:"))]
    test = await targets("test: Falsifiers.", 10)
    assert test[0][0] == "Tests/Falsifiers/Dot/FalsifyDot.swift"
    assert "func testFalsifyDOT001" in (session.folder / test[0][0]).read_text().split("\n")[test[0][1]]
    own = [path for path, _ in await targets("id: FALSIFY-DOT-001", 6)]
    assert own[0] == test[0][0] and own[1].startswith("Sources/Kernels/Dot/") and own[2] == "evidence/f32-dot-v1/FALSIFY-DOT-001.json"
    check = await targets("at_most: ", 9)
    assert check[0][0] == "evidence/f32-dot-v1/FALSIFY-DOT-001.json" and check[0][1] > 0
    assert (await targets("requires: [FALSIFY-", 14))[0][0] == ws.DOT
    assert await targets("references: [higham2002", 14) == [(ws.DOT, lines.index("    - id: higham2002"))]


@pytest.mark.asyncio
async def test_references_are_in_contracts_pages_and_tests(session):
    await session.open(ws.DOT)

    async def places(needle, skip, declaration=True):
        answer = await session.client.text_document_references_async(
            types.ReferenceParams(**session.at(ws.DOT, needle, skip), context=types.ReferenceContext(declaration))
        )
        return [place.uri.removeprefix(session.folder.as_uri() + "/") for place in answer]

    falsifier = await places("id: FALSIFY-DOT-001", 6)
    assert {ws.DOT, "ship-spec.md"} <= set(falsifier) and any(path.startswith("Sources/") for path in falsifier)
    assert len(await places("id: FALSIFY-DOT-001", 6, False)) == len(falsifier) - 1
    clause = await places("binds_to: [dot", 12)
    assert clause.count(ws.DOT) >= 3


@pytest.mark.asyncio
async def test_symbols_lenses_and_hints(session):
    await session.open(ws.DOT)
    symbols = await session.client.text_document_document_symbol_async(types.DocumentSymbolParams(**session.shown(ws.DOT)))
    by_name = {symbol.name: symbol for symbol in symbols}
    assert [child.name for child in by_name["dot"].children] == ["order", "error_bound"]
    assert by_name["FALSIFY-DOT-001"].children and "GATE-DOT-001" in by_name
    lenses = await session.client.text_document_code_lens_async(types.CodeLensParams(**session.shown(ws.DOT)))
    assert len(lenses) == 5 and all(lens.command.title.startswith("DISCHARGED") for lens in lenses)
    everything = types.Range(types.Position(0, 0), types.Position(10_000, 0))
    hints = await session.client.text_document_inlay_hint_async(types.InlayHintParams(range=everything, **session.shown(ws.DOT)))
    assert any(hint.label.startswith("measured 0.24") and "margin" in hint.label for hint in hints)
    # A threshold below what was measured is judged as it is typed.
    await session.change(ws.DOT, "at_most: 1", "at_most: 0.1")
    lenses = await session.client.text_document_code_lens_async(types.CodeLensParams(**session.shown(ws.DOT)))
    assert lenses[0].command.title.startswith("FALSIFIED")


@pytest.mark.asyncio
async def test_completion_of_keys_words_metrics_ids_and_tests(session):
    await session.open(ws.DOT)
    assert {"dot", "dot/order", "lane8_dot/no_identity"} <= set(await session.labels(ws.DOT, "binds_to: [dot", 11))
    assert "cosine" in await session.labels(ws.DOT, "metric: ", 8)
    await session.change(ws.DOT, "\n    test: ", "\n    requires: \n    test: ")
    assert await session.labels(ws.DOT, "    requires: \n", 14) == ["algorithm", "live"]
    assert "FALSIFY-DOT-002" in await session.labels(ws.DOT, "requires: [FALSIFY-", 11)
    assert "Falsifiers.FalsifyDot/" in await session.labels(ws.DOT, "test: Falsifiers.", 6)
    assert "Falsifiers.FalsifyDot/testFalsifyDOT002" in await session.labels(ws.DOT, "testFalsifyDOT001", 4)
    await session.change(ws.DOT, "\n  references:", "\n  depends_on: []\n  references:")
    assert "softmax-v1" in await session.labels(ws.DOT, "depends_on: [", 13)
    await session.change(ws.DOT, "\n    requires: ", "\n    ")
    keys = await session.labels(ws.DOT, "\n    \n    test: ", 5)
    assert "waived" in keys and "test" not in keys and "id" not in keys


@pytest.mark.asyncio
async def test_renames_reach_contracts_gates_pages_and_tests(session):
    await session.open(ws.DOT)
    place = session.at(ws.DOT, "id: FALSIFY-DOT-001", 6)
    prepared = await session.client.text_document_prepare_rename_async(types.PrepareRenameParams(**place))
    assert prepared.placeholder == "FALSIFY-DOT-001"
    edit = await session.client.text_document_rename_async(types.RenameParams(new_name="FALSIFY-DOT-901", **place))
    texts = session.applied(edit)
    assert {ws.DOT, "ship-spec.md"} <= set(texts) and not any(path.startswith("evidence/") for path in texts)
    assert any(path.endswith(".swift") for path in texts)
    assert all("FALSIFY-DOT-001" not in text for text in texts.values())
    assert "FALSIFY-DOT-901]" in texts[ws.DOT] or "FALSIFY-DOT-901," in texts[ws.DOT]
    assert await session.open(ws.DOT, texts[ws.DOT]) == []
    # An equation, by a binding; every other text stays.
    await session.open(ws.DOT)
    place = session.at(ws.DOT, "binds_to: [dot", 12)
    edit = await session.client.text_document_rename_async(types.RenameParams(new_name="inner_product", **place))
    texts = session.applied(edit)
    for path, text in texts.items():
        if path.startswith("contracts/"):
            assert [f for f in await session.open(path, text)] == [], path
    assert "\n  inner_product:\n" in texts[ws.DOT] and "formula: \"dot(a, b)" in texts[ws.DOT]
    with pytest.raises(Exception, match="is taken"):
        await session.client.text_document_rename_async(
            types.RenameParams(new_name="FALSIFY-DOT-002", **session.at(ws.DOT, "id: FALSIFY-DOT-001", 6))
        )


@pytest.mark.asyncio
async def test_a_contract_is_renamed_with_its_file(session):
    await session.open(ws.DOT)
    other = next(
        path for path in sorted((session.folder / "contracts").glob("*.yaml")) if "depends_on: [f32-dot-v1" in path.read_text()
    )
    path = str(other.relative_to(session.folder))
    await session.open(path)
    place = session.at(path, "depends_on: [f32-dot-v1", 15)
    edit = await session.client.text_document_rename_async(types.RenameParams(new_name="dot-v1", **place))
    moves = [change for change in edit.document_changes if not hasattr(change, "edits")]
    assert [move.new_uri for move in moves] == [session.uri("contracts/dot-v1.yaml")]
    assert "depends_on: [dot-v1" in session.applied(edit)[path]


@pytest.mark.asyncio
async def test_a_second_package_has_names_of_its_own(session):
    saxpy = "Examples/Saxpy/contracts/saxpy-v1.yaml"
    assert await session.open(saxpy) == []
    assert "FALSIFY-SUM-001" not in await session.labels(saxpy, "binds_to: [saxpy", 12)
    assert "FALSIFY-SAXPY-001: " in await session.hover(saxpy, "id: FALSIFY-SAXPY-001", 6)


@pytest.mark.asyncio
async def test_files_that_come_and_go_under_it(session):
    await session.open(ws.DOT)
    naming = next(p for p in sorted((session.folder / "contracts").glob("*.yaml")) if "depends_on: [f32-dot-v1" in p.read_text())
    other = str(naming.relative_to(session.folder))
    moved = session.folder / "f32-dot-v1.away"
    (session.folder / ws.DOT).rename(moved)
    document = session.shown(ws.DOT)["text_document"]
    session.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    await session.until(other, lambda found: any(finding.code == "depends-on-unresolved" for finding in found))
    moved.rename(session.folder / ws.DOT)
    event = types.FileEvent(uri=session.uri(ws.DOT), type=types.FileChangeType.Created)
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await session.until(other, lambda found: found == [])
    shutil.rmtree(session.folder / "contracts")
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await session.open("Examples/Saxpy/contracts/saxpy-v1.yaml") == []


@pytest.mark.asyncio
async def test_the_settings_are_judged_as_typed(session):
    await session.open(ws.DOT)
    await session.change(ws.DOT, "binds_to: [dot", "binds_to: [dott")
    settings = (session.folder / "pv.yaml").read_text()
    assert await session.open("pv.yaml", settings + "ignore: [binds-to-unresolved]\n") == []
    await session.until(ws.DOT, lambda found: found == [])
    found = await session.open("pv.yaml", settings + "ignore: [binds-to-unresolve]\n")
    assert [finding.code for finding in found] == ["setting-invalid"]
