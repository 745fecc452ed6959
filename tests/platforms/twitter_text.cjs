// Reads texts as a JSON list on stdin, prints their lengths by X's own library.
const { parseTweet } = require("twitter-text");

const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => parseTweet(text).weightedLength)));
