// What can be done with a message here and now: pure functions, no page.

const DAY = 86400000; // ms

const MAKES_SENSE = {
  like: (message) => !message.liked,
  unlike: (message) => message.liked,
  react: () => true,
  hide: (message) => !message.hidden,
  unhide: (message) => message.hidden,
  edit: (message) => Boolean(message.text),
  delete: () => true,
};

/** The acts upon a message, in the order of the menu. `composer` is null where nothing may be done now. */
export function possibleActs(message, composer) {
  if (!composer || !message.external_id || message.deleted_at || message.pending) return [];
  const may = (message.outbound ? composer.own_acts : composer.acts) ?? [];
  return Object.keys(MAKES_SENSE).filter((act) => may.includes(act) && MAKES_SENSE[act](message));
}

/** Whether a public message may be answered in private: a customer's, young enough, and not answered so before. */
export function privatelyAnswerable(message, messages, days, now) {
  if (!days || !message || message.outbound || message.deleted_at || message.pending) return false;
  if (now - Date.parse(message.at) >= days * DAY) return false;
  return !messages.some((other) => other.private_reply && other.parent === message.id);
}

/** How long the text may be; beside a file a platform may take less. 0 for captions: text and file go as two messages. */
export function limitOf(composer, withFiles) {
  return withFiles && composer.caption_limit ? composer.caption_limit : composer.limit;
}
