// The page of the flow through a function: shows the drawing that it is sent, and says which box was chosen.
{
  const SMALLEST = 0.65;
  const vscode = acquireVsCodeApi();
  const [heading, button, main] = ["h1", "button", "main"].map((name) => document.querySelector(name));

  const show = ({ title, svg, mermaid, message }) => {
    heading.textContent = title;
    button.hidden = !mermaid;
    const drawing = svg && new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    const nothing = document.createElement("p");
    nothing.textContent = message;
    main.replaceChildren(drawing || nothing);
    fit();
  };
  // As wide as the page, but never so small that it can't be read.
  const fit = () => {
    const drawing = main.querySelector("svg");
    if (!drawing) return;
    const { width, height } = drawing.viewBox.baseVal;
    const scale = Math.min(1, Math.max(SMALLEST, main.clientWidth / width));
    drawing.setAttribute("width", width * scale);
    drawing.setAttribute("height", height * scale);
  };
  const choose = (target) => {
    const box = target.closest("[data-line]");
    if (box) vscode.postMessage({ line: Number(box.dataset.line) });
  };

  window.addEventListener("message", ({ data }) => data && show(data));
  window.addEventListener("resize", fit);
  main.addEventListener("click", ({ target }) => choose(target));
  main.addEventListener("keydown", ({ key, target }) => key === "Enter" && choose(target));
  button.addEventListener("click", () => {
    vscode.postMessage({ copy: true });
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy as Mermaid"), 1500);
  });
  vscode.postMessage({ ready: true });
}
