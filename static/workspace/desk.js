// The agent desk: asks for its first state, keeps the line, and draws what changes.
import { tellFailed } from "./acts.js";
import * as api from "./api.js";
import { startAuthor } from "./author.js";
import { readQueue, startClicks } from "./clicks.js";
import { drawLandmarks, startColumns } from "./columns.js";
import { everySecond, start as startClock } from "./clock.js";
import { drawBar, drawStrip, drawTitle } from "./draw_bar.js";
import { acknowledge, acknowledgeAgain } from "./draw_card.js";
import { aim, drawComposer, startComposer, takeBack } from "./draw_composer.js";
import { drawContext, drawWindowPanel, startContext } from "./draw_context.js";
import { wordsOf } from "./draw_carried.js";
import { followCustomer } from "./customer.js";
import { around } from "./reduce_customer.js";
import { drawConversation, drawFlow, startConversation } from "./draw_conversation.js";
import { drawHelp, takeHelp, takeRequests, watched } from "./helping.js";
import { drawRecording, takeRecording } from "./recording.js";
import { drawList, startList } from "./draw_list.js";
import { saveAll, startDraftSync, takeDrafts } from "./draft_sync.js";
import { keptOutgoing } from "./drafts.js";
import { personName } from "./faces.js";
import { startKeys } from "./keys.js";
import { startLightbox } from "./lightbox.js";
import { startMessageKeys } from "./message_keys.js";
import { drawNotesPanel } from "./notes.js";
import { offerOther } from "./other_words.js";
import { refill } from "./pen_text.js";
import { chooseTemplate, startPicker } from "./picker.js";
import { remember, startPalette } from "./palette.js";
import { present, startPresence } from "./presence.js";
import { addressed, fillBranches, fillHoles, follow, followMarks, leave, refresh, refreshComposer, startReading, tellRead } from "./reading.js";
import * as reduce from "./reduce.js";
import { sendLost, startReplies } from "./replies.js";
import { drawResponses, startResponses } from "./responses.js";
import { drawRouting } from "./routing.js";
import { drawSeat, startSeat } from "./seat.js";
import { drawSigningIn, startSigningIn } from "./sign_in_again.js";
import { forgetMessage, lookForNews, startNews, tellMessage, tellUndelivered, tellWhatIsOpen } from "./news.js";
import { applySettings, startSettings } from "./settings.js";
import { startSounds } from "./sounds.js";
import { Line } from "./socket.js";
import { alerts, current, knownNumbers, waitsToBeTaken } from "./state.js";
import { change, get, watch } from "./store.js";
import { startTabs } from "./tabs.js";
import { announce, toast } from "./toast.js";
import { startUndo } from "./undo.js";
import { verbs } from "./verbs.js";
import { say } from "./words.js";

let line;
let brokenSince = 0;

// ---- what comes ---------------------------------------------------------------------------------------------------

const isInbound = ({ kind, message }) => kind === "message" && message && !message.outbound;

function tellMessages({ interaction, events }, known = 0) {
  if (!interaction.mine || interaction.state === "alerting") return;
  const said = events.findLast((event) => isInbound(event) && event.number > known);
  if (said) tellMessage(interaction, said.message);
}

function announceNews(frame) {
  const said = frame.events.find(isInbound);
  if (said) announce(say("news.message", { name: personName(said.message.author), text: wordsOf(said.message) }));
  // What was told may be what is gone now: it is not left standing there.
  const gone = frame.events.filter(({ kind, message }) => kind === "changed" && message?.deleted_at);
  gone.forEach(({ message }) => forgetMessage(frame.interaction, message.id));
  if (gone.length && !said) announce(say("message.gone"));
}

function warnIdle({ interaction, events }) {
  if (interaction.mine && events.some(({ kind }) => kind === "idle_warned")) toast(say("news.idle", { name: personName(interaction.customer) }));
}

function leaveIfLost(before) {
  const { open, rows } = get();
  if (!open || !before?.mine || open.id !== before.id || rows[open.id]) return;
  const name = personName(before.customer);
  if (waitsToBeTaken(get(), before)) toast(say("news.taken", { name, by: before.owner.name }), "good");
  else toast(say("news.gone", { name }));
  leave();
}

function takeEvents(frame) {
  const before = get().rows[frame.interaction.id];
  const known = get().known[frame.interaction.id];
  change(reduce.events, frame);
  change(around, frame);
  tellMessages(frame, known);
  tellUndelivered(frame, known);
  announceNews(frame);
  warnIdle(frame);
  tellFailed(frame);
  takeHelp(frame);
  takeRecording(frame);
  leaveIfLost(before);
  const after = get().rows[frame.interaction.id];
  const matters = (row) => row && [row.state, row.owner?.id, row.window_closes_at].join();
  if (get().open?.id === frame.interaction.id && matters(before) !== matters(after)) refreshComposer();
}

function takeQueues({ queues }) {
  const before = new Map(get().queues.workgroups.map((group) => [group.id, JSON.stringify(group)]));
  change(reduce.queues, queues);
  if (get().queueRows.mine) readQueue("mine");
  for (const group of queues.workgroups) {
    if (before.get(group.id) === JSON.stringify(group)) continue;
    if (get().queueRows[group.id]) readQueue(group.id);
    const previewed = current(get());
    if (previewed?.state === "waiting" && previewed.workgroup.id === group.id) refreshComposer();
  }
}

const FRAMES = {
  events: takeEvents,
  me: ({ me }) => change(reduce.me, me),
  queues: takeQueues,
  presence: (frame) => change(present, frame),
  gone: ({ interaction }) => {
    const before = get().rows[interaction];
    change(reduce.gone, interaction);
    leaveIfLost(before);
  },
  displaced: () => change(reduce.displaced),
  drafts: ({ interaction, drafts }) => takeDrafts(interaction, drafts),
};

// ---- the line -----------------------------------------------------------------------------------------------------

async function readDesk() {
  try {
    const answer = await api.get("desk/");
    if (get().me && answer.me.id !== get().me.id) return location.reload(); // somebody else has signed in, in another tab
    change(reduce.desk, answer);
    return true;
  } catch (error) {
    if (!(error instanceof api.Refused)) setTimeout(() => get().ready || readDesk().then(follow), 2000);
    return false;
  }
}

let lastWatched = null;

/** What a supervisor has on screen is told to his page like his own. */
function tellWatched(state, anew = false) {
  const now = watched(state);
  if (!anew && now.interaction === lastWatched) return;
  lastWatched = now.interaction;
  line?.send({ type: "watch", ...now });
}

/** Whole state is not repeated by the server, so after every break it is asked for; events come by the hello. */
async function welcome(away) {
  tellWatched(get(), true);
  acknowledgeAgain();
  sendLost();
  saveAll();
  if (away > 0 && get().ready && (await readDesk())) refresh();
  Object.keys(get().queueRows).forEach(readQueue);
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  line = new Line(`${scheme}//${location.host}/ws/desk/`, {
    known: () => knownNumbers(get()),
    onFrame: (frame) => FRAMES[frame.type]?.(frame),
    onState: (name) => change(reduce.connection, name),
    onWelcome: welcome,
    onStruggle: checkSession,
  });
}

async function checkSession() {
  if (!(await api.signedIn())) change(reduce.signedOut);
}

async function goOn() {
  change(reduce.signedIn);
  if (await readDesk()) follow();
  sendLost();
  line.hurry();
}

// ---- the page -----------------------------------------------------------------------------------------------------

function drawBroken(state) {
  if (state.connection === "online" || state.connection === "connecting") brokenSince = 0;
  else brokenSince ||= Date.now();
  drawStrip(state, brokenSince ? Date.now() - brokenSince : 0);
}

function draw(state) {
  applySettings(state);
  drawSeat(state);
  drawSigningIn(state);
  drawBar(state);
  drawBroken(state);
  drawTitle(state);
  drawLandmarks(state);
  if (!state.ready) return;
  drawList(state);
  drawHelp(state);
  drawRecording(state);
  drawConversation(state);
  drawComposer(state);
  drawResponses(state);
  drawFlow(state, aim(state));
  drawContext(state);
  drawNotesPanel(state);
  drawRouting(state);
}

let taken = null; // the drafts of the conversation on screen as the server last gave them

/** The server's drafts come with the conversation. */
function takeOpened({ open }) {
  if (!open?.drafts || open.drafts === taken) return;
  taken = open.drafts;
  takeDrafts(open.id, open.drafts);
}

function startWatching() {
  watch(takeOpened);
  watch(draw);
  watch(startUndo((id, reply) => (reply.template ? chooseTemplate() : takeBack(reply, id))));
  watch((state) => acknowledge(alerts(state), (frame) => line?.send(frame)));
  watch(startReplies());
  watch(fillHoles);
  watch(fillBranches);
  watch(followMarks);
  watch(followCustomer);
  watch(takeRequests);
  watch(tellWatched);
  watch(tellRead);
  watch(startPresence((frame) => line?.send(frame)));
  watch(lookForNews);
  watch(tellWhatIsOpen);
  watch(remember);
  everySecond(() => {
    drawBroken(get());
    lookForNews(get());
    if (get().open?.loaded) drawWindowPanel(get());
  });
}

function startPage() {
  const { lang } = document.documentElement;
  const locale = navigator.language.startsWith(lang) ? navigator.language : lang;
  const units = ["s", "min", "h", "d", "now", "today", "yesterday", "closed"];
  startClock(locale, Object.fromEntries(units.map((unit) => [unit, say(`unit.${unit}`)])));
  for (const begin of [startSeat, startConversation, () => startComposer(() => drawFlow(get(), aim(get()))), startReading, startClicks, startLightbox, startPicker, startResponses, startAuthor, startMessageKeys, startContext, startSounds, startNews, startSettings, startPalette]) begin();
  startList(readQueue);
  startColumns(() => drawLandmarks(get()));
  startKeys(verbs);
  startDraftSync((id) => {
    refill(id);
    if (get().open?.id === id) drawComposer(get());
  }, offerOther);
  startSigningIn(goOn);
}

async function begin() {
  startPage();
  startWatching();
  api.whenForbidden(checkSession);
  change((state) => ({ ...state, outgoing: keptOutgoing() }));
  await readDesk();
  startTabs(get().me?.id, () => get().open?.id);
  if (addressed()) follow();
  connect();
}

begin();
