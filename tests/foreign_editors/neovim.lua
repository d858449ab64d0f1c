-- Opens a file in Neovim, set up as the page about it says, and writes what Neovim shows, as JSON.
-- Arguments are in the environment.
local patience = 60000 -- milliseconds

-- What Neovim 0.11 has for this, where it is older: enough to see that the page's names and values lead to a server.
if not vim.lsp.config then
  local configs = {}
  vim.lsp.config = function(name, config) configs[name] = config end
  vim.lsp.enable = function(name)
    local config = assert(configs[name], name)
    vim.api.nvim_create_autocmd("FileType", {
      pattern = config.filetypes,
      callback = function(event)
        local client = vim.lsp.start_client({ name = name, cmd = config.cmd })
        vim.lsp.buf_attach_client(event.buf, client)
      end,
    })
  end
  vim.lsp.inlay_hint = { enable = function() end }
end

dofile(vim.env.SHAPECOACH_SETUP)
vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SHAPECOACH_FILE))
vim.wait(patience, function() return #vim.diagnostic.get(0) > 0 end, 20)

-- Columns as Neovim counts them: bytes.
local diagnostics = vim.tbl_map(function(each)
  return { each.lnum, each.col, each.end_col, each.severity, each.message }
end, vim.diagnostic.get(0))

local get_clients = vim.lsp.get_clients or vim.lsp.get_active_clients
local client = get_clients()[1]
local document = vim.lsp.util.make_text_document_params()
local whole = { start = { line = 0, character = 0 }, ["end"] = { line = vim.fn.line("$"), character = 0 } }
local function ask(method, params)
  return vim.lsp.buf_request_sync(0, method, params, patience)[client.id].result
end
local hints = ask("textDocument/inlayHint", { textDocument = document, range = whole })

vim.fn.writefile({ vim.fn.json_encode({
  diagnostics = diagnostics,
  hints = vim.tbl_map(function(hint) return hint.label end, hints),
}) }, vim.env.SHAPECOACH_ANSWER)

vim.lsp.stop_client(client.id)
vim.wait(patience, function() return #get_clients() == 0 end, 20)
vim.cmd("qall!")
