// The events of an interaction's journal as sentences.
import { known, say } from "./words.js";

/** Who is meant: the event may give a person or workgroup with its name, or an id alone. */
function nameOf(thing, state, workgroups) {
  if (thing === null || thing === undefined) return "";
  const id = thing.id ?? thing;
  if (!workgroups && id === state.me.id) return say("person.you");
  if (thing.name) return thing.name;
  return (workgroups && state.queues.workgroups.find((group) => group.id === id)?.name) || "";
}

/** Whom or what an event concerns: the agent or the workgroup it went to; empty when that is not known here. */
function targetOf({ data, to }, state) {
  if (to) return nameOf(to, state, Boolean(data.to_workgroup));
  const agent = nameOf(data.to_agent ?? data.agent, state, false);
  return agent || nameOf(data.to_workgroup ?? data.workgroup, state, true);
}

const UNTOLD = new Set(["message", "delivery", "noted", "note_edited", "note_deleted"]); // the flow itself shows these

/** Whether an event is told in the list of what happened. Messages show themselves what became of them. */
export function isTold({ kind, data }) {
  if (kind === "changed") return known(`event.changed.${data.state}`);
  return !UNTOLD.has(kind);
}

/** What happened, as the words name it: upon messages there are several acts and changes. */
const topic = ({ kind, data }) => (["changed", "act", "act_failed"].includes(kind) ? `${kind}.${data.state}` : kind);

/** One event as a sentence. The words know four forms: with who did it, with whom it went to, with both, with neither. */
export function eventWords(event, state) {
  const name = nameOf(event.by, state, false);
  const to = targetOf(event, state);
  const forms = [name && to && "by.to", to && "to", name && "by"].filter(Boolean);
  const key = forms.map((form) => `event.${topic(event)}.${form}`).find(known) ?? `event.${topic(event)}`;
  return say(key, { name, to });
}
