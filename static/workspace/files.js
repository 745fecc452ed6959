// What files are to a platform and to a reader, and which a platform takes: pure functions, no page.
// The server decides; this spares people an upload that it would refuse.

const GROUPS = ["image", "video", "audio"];
// What the server lets a browser show in place; all else it serves as a download.
const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const UNITS = ["kB", "MB", "GB"];

/** What a file of this type is to a platform: image, video, audio or file. */
export function kindOf(mime) {
  const group = (mime ?? "").split("/")[0];
  return GROUPS.includes(group) ? group : "file";
}

/** A size in bytes as people read it: 184 kB, 2.4 MB. Empty where it is not known. */
export function sizeWords(bytes, locale) {
  if (bytes === null || bytes === undefined) return "";
  let number = Math.max(1, bytes / 1024);
  let unit = 0;
  while (number >= 1000 && unit < UNITS.length - 1) {
    number /= 1024;
    unit += 1;
  }
  const maximumFractionDigits = unit && number < 10 ? 1 : 0;
  return `${number.toLocaleString(locale, { maximumFractionDigits })} ${UNITS[unit]}`;
}

function wrongType(file, types) {
  const known = types.filter((mime) => kindOf(mime) === kindOf(file.type));
  return known.length > 0 && !known.includes(file.type);
}

/**
 * Why the platform would not take `file` ({name, type, size}) beside `present` ({kind}), by the composer's `files` and
 * `file_types`: {why, values} for the words, or null where it would.
 */
export function refusal(file, present, { files = {}, file_types: types = [] }) {
  const kind = kindOf(file.type);
  const allowed = files[kind];
  const values = { name: file.name, mime: file.type };
  if (file.size === 0) return { why: "empty", values };
  if (!allowed) return { why: "kind", values };
  if (wrongType(file, types)) return { why: "type", values };
  if (file.size > allowed.largest) return { why: "large", values: { ...values, size: sizeWords(allowed.largest) } };
  if (present.some((other) => other.kind !== kind)) return { why: "mixed", values };
  return present.length >= allowed.most ? { why: "many", values: { ...values, count: allowed.most } } : null;
}

/** How a file of a message is shown: picture, film, sound, paper (a line to download), coming or lost. */
export function shapeOf(file, canPlay = () => true) {
  if (file.state !== "kept") return file.state === "failed" ? "lost" : "coming";
  if (["image", "sticker"].includes(file.kind) && PICTURES.includes(file.mime)) return "picture";
  if (file.kind === "video" && canPlay(file.mime)) return "film";
  return file.kind === "audio" && canPlay(file.mime) ? "sound" : "paper";
}
