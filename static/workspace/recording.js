// Recording a snippet of one's own work: from here, to here. While it runs the line under the verbs says so.
import * as api from "./api.js";
import { setTime } from "./clock.js";
import { byId, part, show } from "./dom.js";
import { refreshComposer } from "./reading.js";
import { current, inHand } from "./state.js";
import { get } from "./store.js";
import { toast } from "./toast.js";

const ABOUT = ["recording_started", "recording_stopped"];

async function simply(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
  refreshComposer();
}

const record = (row) => simply(() => api.post(`interactions/${row.id}/recording/`));
const stop = (row) => simply(() => api.remove(`interactions/${row.id}/recording/`));

/** It began or ended, perhaps in another tab: what is on screen is asked for again. */
export function takeRecording({ interaction, events }) {
  if (get().open?.id === interaction.id && events.some(({ kind }) => ABOUT.includes(kind))) refreshComposer();
}

/** Says since when the agent records what is on screen. */
export function drawRecording(state) {
  const snippet = inHand(state, current(state)) ? state.open?.snippet : null;
  show(byId("snippet-line"), Boolean(snippet));
  if (snippet) setTime(part(byId("snippet-line"), "since"), "waited", snippet.since);
}

/** The verbs by name. */
export const verbs = { record, "stop-recording": stop };
