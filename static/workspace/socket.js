// The line to the server. It may break at any moment: it comes back by itself, says what the page knows, and the
// server sends what was missed. What the frames mean is not decided here.

const BEAT = 15000; // ms between beats; the seat lives 45 s
const DEAF = 10000; // ms the server may take to answer a connection, or a beat if it answers beats
const CAP = 10000; // ms, longest pause between two attempts
const STRUGGLE = 2; // failed attempts after which one asks whether the session still holds
const ASLEEP = 20000; // ms; a timer of BEAT that comes this much later was asleep, and so was the line

/** Pause before attempt n (from 0): doubling up to ten seconds, half of it by chance, so that desks do not come at once. */
export function pause(attempt, chance = Math.random()) {
  const full = Math.min(CAP, 400 * 2 ** attempt);
  return full / 2 + (full / 2) * chance;
}

/**
 * Opens the line and keeps it. `known()` gives {interaction: number} for the hello; `onFrame(frame)` gets everything but
 * welcome and beat; `onState(name)` hears "online", "reconnecting", "offline"; `onWelcome(away)` how many ms it was down
 * (0 at first); `onStruggle()` is called when several attempts have failed.
 */
export class Line {
  constructor(address, { known, onFrame, onState, onWelcome, onStruggle }) {
    Object.assign(this, { address, known, onFrame, onState, onWelcome, onStruggle });
    this.attempt = 0;
    this.downSince = 0;
    this.lastBeat = Date.now();
    this.answersBeats = false;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.lose("offline"));
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
    setInterval(() => this.beat(), BEAT);
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.drop();
    this.timer = setTimeout(() => this.lose(), DEAF);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    const mine = (act) => (event) => this.socket === socket && act(event);
    socket.addEventListener("open", mine(() => this.send({ type: "hello", known: this.known() })));
    socket.addEventListener("message", mine((event) => this.hear(JSON.parse(event.data))));
    socket.addEventListener("close", mine(() => this.lose()));
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  hear(frame) {
    this.heardAt = Date.now();
    if (frame.type === "beat") this.answersBeats = true;
    else if (frame.type === "welcome") this.welcome();
    else this.onFrame(frame);
  }

  welcome() {
    const away = this.downSince ? Date.now() - this.downSince : 0;
    clearTimeout(this.timer);
    this.attempt = 0;
    this.downSince = 0;
    this.onState("online");
    this.onWelcome(away);
  }

  /** The line is gone: tell, and try again after a pause. */
  lose(name = navigator.onLine ? "reconnecting" : "offline") {
    this.drop();
    this.downSince ||= Date.now();
    this.onState(name);
    if (this.attempt === STRUGGLE) this.onStruggle();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), pause(this.attempt++));
  }

  /** Something says that it would work now. */
  hurry() {
    this.attempt = 0;
    if (this.downSince) this.connect();
    else this.check();
  }

  /** Is the line as alive as it looks? A server that answers beats must answer this one. */
  check() {
    const asked = Date.now();
    if (this.downSince) return this.hurry();
    this.send({ type: "beat" });
    if (!this.answersBeats) return undefined;
    return setTimeout(() => !this.downSince && this.heardAt < asked && this.lose(), DEAF);
  }

  beat() {
    const late = Date.now() - this.lastBeat > BEAT + ASLEEP;
    this.lastBeat = Date.now();
    if (this.downSince) return;
    if (late) this.lose();
    else this.check();
  }

  /** Sends a frame if the line is open; what matters is told again by the next hello. */
  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }
}
