// The page about an exercise's last run: shows what it is sent, and says which button was pressed.
{
  const vscode = acquireVsCodeApi();
  const main = document.querySelector("main");

  window.addEventListener("message", ({ data }) => {
    if (data) main.innerHTML = data.html; // the server escapes what isn't its own
  });
  main.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-command]");
    if (button) vscode.postMessage({ command: button.dataset.command });
  });
  vscode.postMessage({ ready: true });
}
