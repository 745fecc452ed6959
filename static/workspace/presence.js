// Who else looks at the conversation on screen, or writes there. What this page looks at is told over the line.
import { everySecond } from "./clock.js";
import { byId, icon, part, set, show, write } from "./dom.js";
import { say, sayCount } from "./words.js";

const AGAIN = 3000; // ms between two words that somebody writes

/** What came is kept while it is about the conversation on screen. */
export const present = (state, frame) => (state.open?.id === frame.interaction ? { ...state, present: frame } : state);

/** Those who are there as one sentence; whoever writes comes first. Null: nobody. */
export function presentWords(people) {
  const writing = people.filter(({ typing }) => typing);
  const named = writing.length ? writing : people;
  if (!named.length) return null;
  const key = writing.length ? "present.typing" : "present.viewing";
  const [{ name }, other] = named;
  if (!other) return say(`${key}.alone`, { name });
  return named.length === 2 ? say(`${key}.two`, { name, other: other.name }) : sayCount(key, named.length - 1, { name });
}

/** Draws who is there into the header. */
export function drawPresent(state) {
  const people = state.present?.interaction === state.open?.id ? (state.present?.people ?? []) : [];
  const words = presentWords(people);
  const element = byId("present");
  show(element, words);
  write(part(element, "present-words"), words ?? "");
  set(element, "title", people.map(({ name, typing }) => say(typing ? "present.typing.alone" : "present.viewing.alone", { name })).join("\n") || null);
  icon(element, people.some(({ typing }) => typing) ? "pen" : "unhide");
}

/** Watches what is on screen and what is typed; `tell` sends a frame. Returns a watcher of the state. */
export function startPresence(tell) {
  let [at, line, typedAt, typing] = [null, null, 0, false];
  const look = () => tell({ type: "look", interaction: at, typing });
  byId("dock").addEventListener("input", ({ target }) => {
    const writes = Boolean(at) && target.value?.trim() !== "";
    if (writes && typing && Date.now() - typedAt < AGAIN) return;
    if (!writes && !typing) return;
    [typing, typedAt] = [writes, Date.now()];
    look();
  });
  everySecond(() => {
    if (!typing || Date.now() - typedAt < 2 * AGAIN) return;
    typing = false;
    look();
  });
  return ({ open, connection, me }) => {
    const wanted = open?.loaded && me?.logged_on ? open.id : null;
    if (connection !== "online" || (wanted === at && line === connection)) line = connection;
    else {
      [at, line, typing] = [wanted, connection, false];
      look();
    }
  };
}
