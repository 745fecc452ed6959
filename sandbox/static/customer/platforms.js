// What differs between the platforms: words, the fields that name a customer, and the control call that lets them write.

const letters = (name) => name.normalize("NFKD").replace(/[^A-Za-z0-9_]/g, "");

export const handleFor = (name) => letters(name).toLowerCase().slice(0, 15) || "customer";

export const phoneFor = (name) => {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9000;
  return `1650555${1000 + sum}`;
};

const company = (me, state) => state.channels.find((one) => one.id === me.channel)?.handle;

export const PLATFORMS = {
  facebook: {
    kind: "wall", label: "Page", send: "Post", answer: "Comment", who: (me) => me.name,
    empty: ["No posts yet", "Write the first one below: it appears on the company's page as a visitor's post."],
    call: (me, text, target) => target
      ? ["facebook/comments", { object: target, author: { name: me.name }, message: text }]
      : ["facebook/posts", { page: me.channel, author: { name: me.name }, message: text }],
  },
  messenger: {
    kind: "chat", label: "Page", send: "Send", who: (me) => me.name,
    empty: ["No messages yet", "Write to the page privately. It may answer for 24 hours after your last message."],
    call: (me, text) => ["messenger/messages", { page: me.channel, from: { name: me.name }, text }],
  },
  x: {
    kind: "wall", label: "Company", send: "Post", answer: "Reply", handle: true, who: (me) => me.handle,
    empty: ["No tweets yet", "Mention the company's handle, or one of its keywords, and it will hear of it."],
    call: (me, text, target) => ["x/tweets", {
      author: { username: me.handle, name: me.name }, text, ...(target ? { in_reply_to: target } : {}),
    }],
  },
  x_messages: {
    kind: "chat", label: "Company", send: "Send", handle: true, who: (me) => me.handle,
    empty: ["No messages yet", "Write a direct message to the company."],
    call: (me, text, _target, state) => ["x/messages", {
      from: { username: me.handle, name: me.name }, to: company(me, state), text,
    }],
  },
  whatsapp: {
    kind: "chat", label: "Number", send: "Send", phone: true, who: (me) => me.phone,
    empty: ["No messages yet", "Write to the company's number. It may answer freely for 24 hours after your last message."],
    call: (me, text) => ["whatsapp/messages", { number: me.channel, from: me.phone, name: me.name, text }],
  },
};

export const GLYPHS = { facebook: "facebook", messenger: "messenger", x: "x", x_dm: "mail", whatsapp: "whatsapp" };
export const NAMES = { facebook: "Facebook", messenger: "Messenger", x: "X", x_dm: "X messages", whatsapp: "WhatsApp" };
