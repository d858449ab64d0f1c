/** How well the texts of a page stand out, as it is counted in https://www.w3.org/TR/WCAG22/#contrast-minimum. */

const LEAST = 4.5;

/**
 * The texts of a page that hardly stand out from what is behind them; pictures are left out.
 * @param {import("playwright-core").FrameLocator} page
 */
export async function hardToRead(page) {
  const texts = await page.locator("body").evaluate((body) => {
    const hasText = (/** @type {Element} */ { childNodes }) => Array.from(childNodes).some(({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && nodeValue?.trim());
    return Array.from(body.querySelectorAll(":not(svg, svg *, script, style)")).filter(hasText).map((element) => {
      const behind = [];
      for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) behind.push(getComputedStyle(at).backgroundColor);
      return { text: element.textContent, colour: getComputedStyle(element).color, behind };
    });
  });
  return texts.filter(({ colour, behind }) => contrast(seen([colour, ...behind]), seen(behind)) < LEAST).map(({ text }) => text);
}

/**
 * The colour that is seen where several lie one upon another.
 * @param {string[]} colours the topmost first, as styles are computed: `rgb(1, 2, 3)`, or `rgba` with the opacity as a fourth
 */
function seen(colours) {
  return colours.reduceRight(
    (below, colour) => {
      const [red = 0, green = 0, blue = 0, opacity = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue].map((part, i) => opacity * part + (1 - opacity) * Number(below[i]));
    },
    [255, 255, 255],
  );
}

/**
 * @param {number[]} one
 * @param {number[]} other
 * @returns {number} from 1, for the same colour, to 21, for black on white
 */
function contrast(one, other) {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @param {number[]} colour */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
