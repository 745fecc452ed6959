// The shell's decisions: what is listed in which order, what is news, when it is over.
import assert from "node:assert/strict";
import test from "node:test";
import { closing, isHandled, ringing, undelivered, withNews } from "../../static/workspace/news_rules.js";
import { arranged, filters, plain, steadied } from "../../static/workspace/order.js";

const T0 = Date.parse("2026-11-18T14:00:00Z");
const at = (minutes) => new Date(T0 + minutes * 60000).toISOString();
const ALICE = { id: 1, name: "Alice" };
const row = (id, more = {}) => ({
  id, state: "connected", mine: true, owner: ALICE, returns_to: null, platform: "whatsapp", kind: "whatsapp", media_type: "social_direct_message",
  queued_at: at(id), created_at: at(id), last_at: at(id), waiting_since: null, window_closes_at: null, unread: 0, state_since: at(id), ...more,
});
const stateOf = (...rows) => ({ me: ALICE, rows: Object.fromEntries(rows.map((one) => [one.id, one])), open: null, kept: [] });
const ids = (rows) => rows.map(({ id }) => id);

const late = row(1, { waiting_since: at(-5), window_closes_at: at(20) });
const comment = row(2, { media_type: "social_conversation", platform: "facebook", kind: "facebook_posts", waiting_since: at(-60), last_at: at(90) });
const messenger = row(3, { platform: "facebook", kind: "messenger", state: "parked", window_closes_at: at(300) });
const ended = row(4, { state: "disconnected", waiting_since: at(-900), last_at: at(99) });
const all = [ended, messenger, comment, late];

test("a list is sorted as it came, by waiting, by window, by newest words; what has ended is last in all of them", () => {
  const sorted = (sort) => ids(arranged(all, { ...plain, sort }));
  assert.deepEqual(sorted("arrived"), [1, 2, 3, 4]);
  assert.deepEqual(sorted("waiting"), [2, 1, 3, 4]);
  assert.deepEqual(sorted("window"), [1, 3, 2, 4]);
  assert.deepEqual(sorted("news"), [2, 3, 1, 4]);
  assert.deepEqual(sorted("something of an older version"), [1, 2, 3, 4]);
});

test("a list is filtered by type, platform and state, and Messenger is not Facebook", () => {
  const left = (view) => ids(arranged(all, { ...plain, ...view }));
  assert.deepEqual(left({ type: "public" }), [2]);
  assert.deepEqual(left({ platform: "facebook" }), [2]);
  assert.deepEqual(left({ platform: "messenger" }), [3]);
  assert.deepEqual(left({ state: "connected", platform: "whatsapp" }), [1]);
  assert.deepEqual([filters(plain), filters({ ...plain, sort: "waiting" }), filters({ ...plain, type: "public" })].map(Boolean), [false, false, true]);
});

test("while somebody is in the list it keeps its order, and what is new comes last", () => {
  assert.deepEqual(ids(steadied([comment, late, messenger], [1, 2])), [1, 2, 3]);
});

test("an offer and a transfer ring, each once per offer, and are over when they no longer ring at me", () => {
  const offer = row(5, { state: "alerting" });
  const handed = row(6, { state: "alerting", returns_to: { id: 2, name: "Bob" } });
  const given = row(7, { state: "alerting", owner: { id: 2, name: "Bob" }, returns_to: ALICE });
  const rings = ringing(stateOf(offer, handed, given));
  assert.deepEqual(rings.map(({ kind, id }) => [kind, id]).sort(), [["offer", 5], ["transfer", 6]]);
  const [first] = rings;
  assert.equal(isHandled(first, stateOf(offer, handed), T0), false);
  assert.equal(isHandled(first, stateOf({ ...offer, state: "connected" }, { ...handed, state: "connected" }), T0), true);
  assert.equal(isHandled(first, stateOf(), T0), true);
});

test("a window is news half an hour before it closes, if the customer waits, once for each closing", () => {
  const soon = (more) => closing(stateOf(row(1, { waiting_since: at(-5), window_closes_at: at(30), ...more })), T0);
  assert.equal(soon().length, 1);
  assert.equal(soon({ window_closes_at: at(31) }).length, 0);
  assert.equal(soon({ window_closes_at: at(-1) }).length, 0);
  assert.equal(soon({ waiting_since: null }).length, 0, "we have answered");
  assert.equal(soon({ mine: false }).length, 0);
  assert.notEqual(soon({ window_closes_at: at(10) })[0].key, soon()[0].key);
  const [news] = soon();
  assert.equal(isHandled(news, stateOf(row(1, { waiting_since: at(-5), window_closes_at: at(30) })), T0), false);
  assert.equal(isHandled(news, stateOf(row(1, { waiting_since: null, window_closes_at: at(30) })), T0), true);
});

test("a message is handled once nothing is unread", () => {
  const news = { kind: "message", id: 1, key: "9" };
  assert.equal(isHandled(news, stateOf(row(1, { unread: 2 })), T0), false);
  assert.equal(isHandled(news, stateOf(row(1)), T0), true);
});

test("the bell keeps the newest news, each once", () => {
  const one = (key) => ({ kind: "message", id: 1, key: String(key) });
  let list = [];
  for (let n = 0; n < 40; n += 1) list = withNews(list, one(n % 35));
  assert.equal(list.length, 30);
  assert.deepEqual(list.slice(0, 2).map(({ key }) => key), ["4", "3"]);
  assert.equal(new Set(list.map(({ key }) => key)).size, 30);
});

test("a reply of mine that did not arrive is news, wherever I am meanwhile, and once", () => {
  const mine = (state, more = {}) => ({ agent: ALICE, delivery: { id: 3, state, can_retry: state === "failed", ...more } });
  const event = (number, message, state = message.delivery.state) => ({ kind: "delivery", number, data: { state }, message });
  const states = (...events) => undelivered(events, 4, ALICE.id).map(({ state }) => state);
  assert.deepEqual(states(event(5, mine("failed"))), ["failed"]);
  assert.deepEqual(states(event(4, mine("failed"))), [], "known already");
  assert.deepEqual(states(event(5, mine("sent"), "failed")), [], "a receipt has come meanwhile");
  assert.deepEqual(states(event(5, mine("uncertain"))), [], "the product still looks");
  assert.deepEqual(states(event(5, mine("uncertain", { can_retry: true }))), ["uncertain"]);
  assert.deepEqual(states(event(5, { ...mine("failed"), agent: { id: 2 } }), { kind: "message", number: 6 }), [], "a colleague's");
});
