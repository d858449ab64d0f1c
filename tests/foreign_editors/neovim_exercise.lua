-- Opens an exercise in Neovim, set up as the page about it says, and runs its tests as a person does: on the line of the
-- links.  Writes the links before and after, as JSON.  Arguments are in the environment.
local patience = 90000 -- milliseconds

dofile(vim.env.SHAPECOACH_SETUP)
vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SHAPECOACH_FILE))

-- Before the server has answered, Neovim 0.7 would ask for no links, and never again.
vim.wait(patience, function()
  local client = (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
  return client and client.server_capabilities and client.server_capabilities.codeLensProvider ~= nil
end, 20)

local function titles()
  return vim.tbl_map(function(lens) return lens.command and lens.command.title or "" end, vim.lsp.codelens.get(0))
end
local function wait_for(text)
  local found = vim.wait(patience, function()
    vim.lsp.codelens.refresh()
    vim.wait(200)
    return table.concat(titles(), "\n"):find(text, 1, true) ~= nil
  end, 20)
  if not found then
    io.stderr:write("No " .. text .. " in " .. vim.inspect(titles()) .. "\n" .. vim.fn.execute("messages"))
    vim.cmd("cquit")
  end
  return titles()
end

local before = wait_for("Run tests")
vim.api.nvim_win_set_cursor(0, { vim.lsp.codelens.get(0)[1].range.start.line + 1, 0 })
vim.ui.select = function(items, _, on_choice) on_choice(items[1], 1) end -- there are several; the first runs the tests
vim.lsp.codelens.run()
local after = wait_for(vim.env.SHAPECOACH_EXPECTED)

vim.fn.writefile({ vim.fn.json_encode({ before = before, after = after }) }, vim.env.SHAPECOACH_ANSWER)
vim.cmd("qall!")
