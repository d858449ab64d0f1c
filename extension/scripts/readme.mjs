/** README.md as it stands on the extension's page, in VS Code and on the marketplace. */

/**
 * What it links to: files of the repository at a tag.  VS Code shows only pictures that come from an https address, and
 * nothing of the .vsix; so where no repository is known there are none, and links are plain text.
 * @param {string} text
 * @param {{repository: string, tag: string} | undefined} home
 */
export function readmeOfExtension(text, home) {
  if (!home) return text.replace(/^!\[.*\n\n?/gm, "").replace(/\[([^\]]*)\]\((?!https?:|#)[^)]*\)/g, "$1");
  const at = (/** @type {string} */ kind) => `${home.repository}/${kind}/${home.tag}/`;
  return text.replace(/(!?\[[^\]]*\]\()(?!https?:|#)/g, (start) => start + at(start.startsWith("!") ? "raw" : "blob"));
}

/** The repository and the tag that a release is made from, where one is. */
export function homeOfRelease() {
  const { SHAPECOACH_REPOSITORY: repository, SHAPECOACH_TAG: tag } = process.env;
  return repository && tag ? { repository, tag } : undefined;
}
