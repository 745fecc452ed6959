// The work list: what rings, what is mine, what waits in the workgroups.
import { everySecond, setTime } from "./clock.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { drawCard, drawRing } from "./draw_card.js";
import { drawRow, drawWindow, makeRow } from "./draw_row.js";
import { clearView, drawView, leavesOut, listed, startView } from "./list_view.js";
import * as reduce from "./reduce.js";
import { alerts, mine, queueTally } from "./state.js";
import { startSteady, steadily } from "./steady.js";
import { change, get } from "./store.js";
import { say, sayCount } from "./words.js";

const idOf = (row) => row.id;

function drawAlerts(state) {
  const ringing = alerts(state);
  show(byId("alerting"), ringing.length > 0);
  write(byId("alert-count"), String(ringing.length));
  keyed(byId("cards"), ringing, idOf, () => make("card"), (element, row) => drawCard(element, row));
}

function drawMine(state) {
  const rows = listed(state);
  write(byId("mine-count"), String(rows.filter((row) => row.state !== "disconnected").length));
  show(byId("mine-empty"), state.ready && mine(state).length === 0);
  show(byId("mine-filtered"), state.ready && leavesOut(state));
  drawView();
  show(byId("mine-loading"), !state.ready);
  write(byId("mine-empty-text"), say(state.me?.status?.takes_acd === false ? "list.emptyAway" : "list.empty"));
  keyed(byId("rows"), rows, idOf, makeRow, (element, row) => drawRow(state, element, row, state.open?.id));
}

function drawGroup(state, element, group) {
  const unfolded = state.queueRows[group.id] !== undefined;
  const rows = state.queueRows[group.id] ?? [];
  const head = part(element, "fold");
  set(head, "aria-expanded", String(unfolded));
  set(head, "data-workgroup", group.id);
  fill(element, { name: group.name, waiting: String(group.waiting) });
  setTime(part(element, "longest"), "waited", group.longest_since);
  show(part(element, "none"), unfolded && rows.length === 0);
  const list = part(element, "rows");
  show(list, unfolded && rows.length > 0);
  keyed(list, rows, idOf, makeRow, (child, row) => drawRow(state, child, row, state.open?.id));
}

/** What comes back to the agent himself through a queue. */
function drawOwnQueue(state) {
  const { waiting = 0, longest_since: longest = null } = state.queues.own ?? {};
  write(byId("own-waiting"), String(waiting));
  setTime(byId("own-longest"), "waited", longest);
  const rows = state.queueRows.mine ?? [];
  show(byId("own-none"), state.queueRows.mine && rows.length === 0);
  keyed(byId("own-rows"), rows, idOf, makeRow, (element, row) => drawRow(state, element, row, state.open?.id));
}

function drawQueues(state) {
  drawOwnQueue(state);
  const tally = queueTally(state);
  write(byId("queue-waiting"), sayCount("queue.waiting", tally.waiting));
  show(byId("queue-longest"), tally.longest);
  setTime(part(byId("queue-longest"), "longest"), "waited", tally.longest);
  show(byId("queues-empty"), state.queues.workgroups.length === 0);
  keyed(byId("groups"), state.queues.workgroups, idOf, () => make("group"), (element, group) => drawGroup(state, element, group));
}

/** On a telephone the list is out of sight: the way back says how much is new there. */
function drawBack(state) {
  const elsewhere = mine(state).filter((row) => row.id !== state.open?.id && row.state !== "disconnected");
  const fresh = alerts(state).length + elsewhere.reduce((sum, row) => sum + row.unread, 0);
  show(byId("back-badge"), fresh > 0);
  write(byId("back-badge"), String(fresh));
}

/** Draws the work list; what somebody points at stays where it is. */
export function drawList(state) {
  steadily(byId("mine"), () => {
    drawAlerts(state);
    drawMine(state);
  });
  drawQueues(state);
  drawBack(state);
}

/** What moves on the list without news: rings and reply windows. `readQueue` reads the rows of a queue. */
export function startList(readQueue) {
  const redraw = () => get().ready && drawList(get());
  startSteady(redraw);
  startView(redraw);
  byId("view-clear").addEventListener("click", () => clearView(redraw));
  byId("own-queue").addEventListener("toggle", ({ newState }) => {
    if (newState === "open") readQueue("mine");
    else change(reduce.queue, "mine", null);
  });
  everySecond(() => {
    for (const card of byId("cards").children) drawRing(card);
    for (const left of document.querySelectorAll(".row .left:not([hidden])")) drawWindow(left);
  });
}
