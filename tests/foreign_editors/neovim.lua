-- Opens a file in Neovim with Shape Coach and writes what Neovim shows, as JSON: arguments are in the environment.
local patience = 60000 -- milliseconds

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SHAPECOACH_FILE))
local client_id = vim.lsp.start_client({ name = "shapecoach", cmd = vim.fn.json_decode(vim.env.SHAPECOACH_COMMAND) })
vim.lsp.buf_attach_client(0, client_id)
vim.wait(patience, function() return #vim.diagnostic.get(0) > 0 end, 20)

-- Columns as Neovim counts them: bytes.
local diagnostics = vim.tbl_map(function(each)
  return { each.lnum, each.col, each.end_col, each.severity, each.message }
end, vim.diagnostic.get(0))

local document = vim.lsp.util.make_text_document_params()
local whole = { start = { line = 0, character = 0 }, ["end"] = { line = vim.fn.line("$"), character = 0 } }
local function ask(method, params)
  return vim.lsp.buf_request_sync(0, method, params, patience)[client_id].result
end
local hints = ask("textDocument/inlayHint", { textDocument = document, range = whole })

vim.fn.writefile({ vim.fn.json_encode({
  diagnostics = diagnostics,
  hints = vim.tbl_map(function(hint) return hint.label end, hints),
}) }, vim.env.SHAPECOACH_ANSWER)

vim.lsp.stop_client(client_id)
vim.wait(patience, function() return vim.lsp.get_client_by_id(client_id) == nil end, 20)
vim.cmd("qall!")
