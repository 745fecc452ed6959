import assert from "node:assert/strict";
import test from "node:test";
import { ago, day, longSpan, moment, span, stopwatch, waited } from "../../static/workspace/clock.js";
import { count, weigh } from "../../static/workspace/count.js";
import { untilOf } from "../../static/workspace/park.js";
import { pause } from "../../static/workspace/socket.js";
import { initials } from "../../static/workspace/faces.js";

const UNITS = { s: "s", min: "min", h: "h", d: "d", now: "now", today: "Today", yesterday: "Yesterday" };
const local = (...parts) => new Date(...parts).getTime();

test("a stop-watch shows hours only when there are some", () => {
  assert.equal(stopwatch(48), "0:48");
  assert.equal(stopwatch(724), "12:04");
  assert.equal(stopwatch(3723), "1:02:03");
  assert.equal(stopwatch(-5), "0:00", "the server's clock may be a little ahead");
});

test("spans round down, so that nobody is promised time that is not there", () => {
  assert.equal(span(59.9, UNITS), "59 s");
  assert.equal(span(60, UNITS), "1 min");
  assert.equal(span(3599, UNITS), "59 min");
  assert.equal(span(86399, UNITS), "23 h");
  assert.equal(span(2 * 86400, UNITS), "2 d");
  assert.equal(longSpan(338640, UNITS), "3 d 22 h");
  assert.equal(longSpan(75840, UNITS), "21 h 04 min");
});

test("waiting is counted in seconds for a minute, then in whole units", () => {
  assert.equal(waited(48, UNITS), "0:48");
  assert.equal(waited(150, UNITS), "2 min");
});

test("a moment is as short as it stays clear", () => {
  const today = local(2026, 10, 22, 14, 0);
  assert.equal(moment(local(2026, 10, 22, 13, 10), today, "en-GB"), "13:10");
  assert.match(moment(local(2026, 10, 17, 12, 31), today, "en-GB"), /^Tue,? 12:31$/);
  assert.equal(moment(local(2026, 10, 9, 12, 31), today, "en-GB"), "9 Nov");
  assert.equal(moment(local(2025, 10, 9, 12, 31), today, "en-GB"), "9 Nov 2025");
  assert.match(moment(local(2026, 10, 23, 9, 0), today, "en-GB"), /^Mon,? 09:00$/, "parked until tomorrow");
});

test("recent times are relative", () => {
  const today = local(2026, 10, 22, 14, 0);
  assert.equal(ago(today - 30000, today, "en-GB", UNITS), "now");
  assert.equal(ago(today - 300000, today, "en-GB", UNITS), "5 min");
  assert.equal(ago(local(2026, 10, 22, 9, 5), today, "en-GB", UNITS), "09:05");
});

test("days have names", () => {
  const today = local(2026, 10, 22, 0, 30);
  assert.equal(day(local(2026, 10, 22, 0, 10), today, "en-GB", UNITS), "Today");
  assert.equal(day(local(2026, 10, 21, 23, 59), today, "en-GB", UNITS), "Yesterday");
  assert.equal(day(local(2026, 10, 17, 12, 0), today, "en-GB", UNITS), "Tuesday");
  assert.equal(day(local(2026, 9, 1, 12, 0), today, "en-GB", UNITS), "1 October 2026");
});

test("X weighs: addresses 23, emoji and CJK 2, leading mentions nothing", () => {
  assert.equal(weigh("hello"), 5);
  assert.equal(weigh("see https://example.com/a/very/long/path?with=query"), 4 + 23);
  assert.equal(weigh("see example.com"), 4 + 23);
  assert.equal(weigh("日本"), 4);
  assert.equal(weigh("👩‍👩‍👧‍👦"), 2);
  assert.equal(weigh("🇩🇪!"), 3);
  assert.equal(weigh("@martakow @brewline thanks"), 6);
  assert.equal(weigh("e\u0301"), 1, "composed before it is counted");
});

test("elsewhere the longest of the usual ways counts", () => {
  assert.equal(count("hello", "whatsapp"), 5);
  assert.equal(count("👍", "messenger"), 2);
  assert.equal(count("👍 example.com", "x_posts"), 2 + 1 + 23);
});

test("parking knows its choices, and refuses the past", () => {
  const now = local(2026, 10, 22, 14, 0);
  assert.equal(untilOf("hour", "", now), now + 3600000);
  assert.equal(untilOf("tomorrow", "", now), local(2026, 10, 23, 9, 0));
  assert.equal(untilOf("day", "", now), now + 86400000);
  assert.equal(untilOf("at", "2026-11-22T15:30", now), local(2026, 10, 22, 15, 30));
  assert.equal(untilOf("at", "2026-11-22T13:30", now), null);
  assert.equal(untilOf("at", "", now), null);
});

test("attempts to reconnect spread out and stay under ten seconds", () => {
  assert.equal(pause(0, 0), 200);
  assert.equal(pause(0, 1), 400);
  assert.ok(pause(3, 0.5) > pause(2, 0.5));
  assert.equal(pause(30, 1), 10000);
});

test("initials of people, companies and numbers", () => {
  assert.equal(initials("Tomás Ferreira"), "TF");
  assert.equal(initials("ursula von der leyen"), "UL");
  assert.equal(initials("Ñandú"), "Ñ");
  assert.equal(initials("+351 912 555 017"), "#");
  assert.equal(initials(""), "#");
});
