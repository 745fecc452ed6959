// How long a text is by the platform's own way of counting. The server decides; this is for the counter under the pen.

const URL_WEIGHT = 23;
const LINK = /https?:\/\/[^\s]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|info|co|de|fr|uk|eu|us|ch|at)\b(?:\/[^\s]*)?/giu;
const LEADING_MENTIONS = /^(?:@\w{1,15}\s+)+/u;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

// Ranges that count once on X (its configuration v3); everything else counts twice.
const LIGHT = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const isLight = (point) => LIGHT.some(([from, to]) => point >= from && point <= to);

function weighPlain(text) {
  const letters = new Intl.Segmenter("en", { granularity: "grapheme" });
  let weight = 0;
  for (const { segment } of letters.segment(text)) {
    if (EMOJI.test(segment)) weight += 2;
    else for (const character of segment) weight += isLight(character.codePointAt(0)) ? 1 : 2;
  }
  return weight;
}

/** Weight of a post on X: an address counts 23, an emoji 2, the mentions a reply begins with nothing. */
export function weigh(text) {
  const said = text.normalize("NFC").replace(LEADING_MENTIONS, "");
  const links = said.match(LINK) ?? [];
  return links.length * URL_WEIGHT + weighPlain(said.replace(LINK, ""));
}

/** Length of `text` as the platform of this kind counts it; where ways differ, the longest (UTF-16 units). */
export function count(text, kind) {
  return kind === "x_posts" ? weigh(text) : text.length;
}
