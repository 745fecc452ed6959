// The agent's seat: log on at a station or at none, choose a status, log off.
import * as api from "./api.js";
import { ask, attempt, complain } from "./dialogs.js";
import { byId, fill, keyed, make, part, set, show, write } from "./dom.js";
import { personName } from "./faces.js";
import { leave } from "./reading.js";
import * as reduce from "./reduce.js";
import { change, get } from "./store.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const REMEMBERED = "desk.station";

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(station) {
  try {
    localStorage.setItem(REMEMBERED, station);
  } catch {
    // Asked again next time.
  }
}

// ---- log on ------------------------------------------------------------------------------------------------------

function drawStations(state) {
  const select = byId("station");
  const options = [{ id: "", name: select.dataset.none, taken_by: null }, ...state.stations];
  const isNew = select.options.length === 0;
  keyed(select, options, ({ id }) => id, () => make("option"), (element, { id, name, taken_by: by }) => {
    element.value = id;
    write(element, by && by !== state.me.name ? say("seat.taken", { name, by }) : name);
  });
  if (!isNew) return;
  select.value = remembered() ?? state.me.usual_station ?? "";
  if (select.selectedIndex < 0) select.value = "";
}

/** Draws the log-on page over the desk while there is no seat. */
export function drawSeat(state) {
  const asks = state.ready && !state.me.logged_on && !state.signedOut;
  show(byId("log-on"), asks);
  show(byId("desk-loading"), !state.ready && !state.signedOut);
  set(byId("desk"), "data-seat", asks ? "none" : "taken");
  if (!asks) return;
  drawStations(state);
  write(part(byId("log-on"), "hello"), say("seat.hello", { name: state.me.name }));
  show(byId("displaced"), state.displaced);
}

/** Takes the seat; answers true. */
async function sit(station, displace) {
  const me = await api.post("seat/", { station: station ? Number(station) : null, displace });
  remember(station);
  change(reduce.me, me);
  change(reduce.desk, await api.get("desk/"));
  if (me.notice) toast(me.notice);
  return true;
}

async function askToDisplace(error, station) {
  write(part(byId("displace"), "detail"), error.message);
  const dialog = byId("displace");
  complain(dialog, "");
  return ask("displace", () => attempt(dialog, () => sit(station, true)));
}

async function logOn(event) {
  event.preventDefault();
  const station = byId("station").value;
  const button = byId("log-on").querySelector("button");
  button.disabled = true;
  try {
    await sit(station, false);
  } catch (error) {
    if (error.code === "station_taken") await askToDisplace(error, station);
    else toast(error.message);
  } finally {
    button.disabled = false;
  }
}

// ---- log off -----------------------------------------------------------------------------------------------------

/** What may become of open interactions: back to the queues, parked, or to one of the agent's workgroups. */
function drawWays() {
  const select = byId("return-how");
  const { return: back, park, to } = select.dataset;
  const transfers = get().queues.workgroups.map(({ id, name }) => ({ id: `transfer=${id}`, name: to.replace("%name%", name) }));
  const ways = [{ id: "return=1", name: back }, { id: "park=1", name: park }, ...transfers];
  keyed(select, ways, ({ id }) => id, () => make("option"), (element, { id, name }) => {
    element.value = id;
    write(element, name);
  });
  select.value = "return=1";
}

async function askToReturn(error) {
  const dialog = byId("return");
  fill(dialog, { detail: error.message });
  keyed(byId("return-list"), error.answer.interactions, ({ id }) => id, () => make("returned"), (element, row) => {
    fill(element, { name: personName(row.customer), workgroup: row.workgroup.name });
  });
  drawWays();
  const giveUp = async () => {
    await api.remove(`seat/?${byId("return-how").value}`);
    return true;
  };
  complain(dialog, "");
  return ask("return", () => attempt(dialog, giveUp));
}

/** Logs off; true when there is no seat any more. Asks when open interactions would go back to their queues. */
export async function logOff() {
  try {
    await api.remove("seat/");
  } catch (error) {
    if (error.code !== "open_interactions") {
      toast(error.message);
      return false;
    }
    if (!(await askToReturn(error))) return false;
  }
  leave();
  change(reduce.loggedOff);
  return true;
}

async function signOut(event) {
  if (!get().me?.logged_on) return;
  event.preventDefault();
  if (await logOff()) byId("sign-out").submit();
}

// ---- status ------------------------------------------------------------------------------------------------------

async function chooseStatus(event) {
  const item = event.target.closest("[data-status]");
  if (!item) return;
  byId("status-menu").hidePopover();
  try {
    change(reduce.me, await api.put("status/", { status: Number(item.dataset.status) }));
  } catch (error) {
    toast(error.message);
  }
}

/** Watches the forms and menus of the seat. */
export function startSeat() {
  byId("log-on").addEventListener("submit", logOn);
  byId("log-off").addEventListener("click", () => {
    byId("own-menu").hidePopover();
    logOff();
  });
  byId("sign-out").addEventListener("submit", signOut);
  byId("statuses").addEventListener("click", chooseStatus);
}
