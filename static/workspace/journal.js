// The events of an interaction's journal as sentences.
import { known, say } from "./words.js";

const named = (person, me) => (person.id === me.id ? say("person.you") : person.name);

/** Whom or what an event concerns: an agent it went to, else a workgroup; empty when the event names nobody. */
function targetOf({ data }, me) {
  const agent = data.to_agent ?? data.agent;
  if (agent?.name) return named(agent, me);
  return (data.to_workgroup ?? data.workgroup)?.name ?? "";
}

/** One event as a sentence. The words know four forms: with who did it, with whom it went to, with both, with neither. */
export function eventWords(event, me) {
  const name = event.by ? named(event.by, me) : "";
  const to = targetOf(event, me);
  const forms = [name && to && "by.to", to && "to", name && "by"].filter(Boolean);
  const key = forms.map((form) => `event.${event.kind}.${form}`).find(known) ?? `event.${event.kind}`;
  return say(key, { name, to });
}
