// What the extension "Python Debugger" does in these tests' stead, which can't download it: starts debugpy's adapter.
const vscode = require("vscode");

exports.activate = ({ subscriptions }) => {
  const createDebugAdapterDescriptor = ({ configuration }) =>
    new vscode.DebugAdapterExecutable(configuration.python, ["-m", "debugpy.adapter"]);
  subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory("debugpy", { createDebugAdapterDescriptor }));
};
