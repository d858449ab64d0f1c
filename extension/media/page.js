// The pages beside the code: shows what it is sent, and says what was chosen.
{
  const SMALLEST = 0.65;
  const COPIED = "Copied";
  const vscode = acquireVsCodeApi();
  const page = document.querySelector("#page");
  let shown = "";

  const show = ({ html }) => {
    if (html === shown) return; // what is selected, or has the focus, stays so
    page.innerHTML = shown = html; // the server escapes what isn't its own
    fit();
  };
  // A flow is as wide as the page, but never so small that it can't be read.
  const fit = () => {
    const drawing = page.querySelector(".flow > svg");
    if (!drawing) return;
    const { width, height } = drawing.viewBox.baseVal;
    const scale = Math.min(1, Math.max(SMALLEST, drawing.parentElement.clientWidth / width));
    drawing.setAttribute("width", width * scale);
    drawing.setAttribute("height", height * scale);
  };
  const choose = (target) => {
    const chosen = target.closest("[data-line], [data-copy], [data-command]");
    if (!chosen) return;
    const { line, copy, command } = chosen.dataset;
    if (line !== undefined) vscode.postMessage({ line: Number(line) });
    else if (copy !== undefined) vscode.postMessage({ copy });
    else vscode.postMessage({ command });
  };
  // Said once it is so: a browser may refuse.
  const sayCopied = () => {
    const button = page.querySelector("[data-copy]");
    if (!button || button.textContent === COPIED) return;
    const label = button.textContent;
    button.textContent = COPIED;
    setTimeout(() => (button.textContent = label), 1500);
  };

  window.addEventListener("message", ({ data }) => data && (data.copied ? sayCopied() : show(data)));
  window.addEventListener("resize", fit);
  page.addEventListener("click", ({ target }) => choose(target));
  page.addEventListener("keydown", ({ key, target }) => key === "Enter" && target.closest("[data-line]") && choose(target));
  vscode.postMessage({ ready: true });
}
