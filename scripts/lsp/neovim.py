"""Runs the lines of docs/editors.md in Neovim: opens a contract, breaks a binding, sees it, takes the quick fix, sees a margin."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import workspace as ws

DRIVER = """
local function wait(what, condition)
  if not vim.wait(60000, condition, 50) then error('nothing came of: ' .. what) end
end
local function press(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
end
local seen = {}
local done, problem = pcall(function()
  wait('a client', function() return #vim.lsp.buf_get_clients(0) > 0 and vim.lsp.buf_get_clients(0)[1].initialized end)
  vim.fn.search('binds_to: \\\\[dot')
  vim.fn.search('dot')
  press('ax<esc>')
  wait('a finding', function() return #vim.diagnostic.get(0) == 1 end)
  seen.finding = vim.diagnostic.get(0)[1].message
  seen.line_broken = vim.api.nvim_get_current_line()
  vim.ui.select = function(items, _, choose)
    seen.actions = vim.tbl_map(function(item) return item[2].title end, items)
    choose(items[1], 1)
  end
  press('ga')
  wait('the fix', function() return #vim.diagnostic.get(0) == 0 and vim.bo.modified end)
  seen.line_fixed = vim.api.nvim_get_current_line()
  press('gd')
  wait('the definition', function() return vim.api.nvim_get_current_line() == '  dot:' end)
  seen.definition = vim.api.nvim_get_current_line()
  vim.fn.search('at_most: ', 'e')
  vim.cmd('normal! l')
  vim.lsp.handlers['textDocument/hover'] = function(_, result) seen.hover = result.contents.value end
  press('K')
  wait('a hover', function() return seen.hover ~= nil end)
end)
seen.problem = not done and tostring(problem) or nil
vim.fn.writefile({ vim.json.encode(seen) }, os.getenv('PV_SEEN'))
vim.cmd('qall!')
"""


def main():
    page = (ws.ROOT / "docs/editors.md").read_text()
    configuration = re.search(r"```lua\n(.*?)```", page, re.DOTALL).group(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        home = folder / "home"
        (folder / "bin").mkdir()
        home.mkdir()
        (folder / "bin/pv").symlink_to(Path(os.environ["PV"]).resolve())
        (folder / "workspace").mkdir()
        workspace = ws.make(folder / "workspace")
        (folder / "init.lua").write_text(configuration)
        (folder / "driver.lua").write_text(DRIVER)
        seen = folder / "seen.json"
        environment = dict(
            os.environ, PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=str(home), PV_SEEN=str(seen),
            XDG_CONFIG_HOME=str(home), XDG_DATA_HOME=str(home), XDG_STATE_HOME=str(home), XDG_CACHE_HOME=str(home),
        )
        command = ["nvim", "--headless", "-n", "-u", str(folder / "init.lua"), ws.DOT, "-c", f"luafile {folder}/driver.lua"]
        subprocess.run(command, cwd=workspace, env=environment, check=True, timeout=300, stdin=subprocess.DEVNULL)
        result = json.loads(seen.read_text())
        print(json.dumps(result, indent=2, ensure_ascii=False))
        assert "problem" not in result, result["problem"]
        assert "dxot" in result["line_broken"] and "did you mean `dot`?" in result["finding"]
        assert result["actions"][0] == "Write `dot`" and "[dot" in result["line_fixed"]
        assert "margin" in result["hover"] and "weakest mutant" in result["hover"]
    print("neovim: it shows, moves and fixes by the lines of docs/editors.md")


if __name__ == "__main__":
    sys.exit(main())
