// A new channel: once its account is chosen, what that platform has no use for is hidden.

const account = document.querySelector("#id_account");
const UNUSED = {
  facebook: ["keywords"],
  twitter: [],
  whatsapp: ["keywords", "conversation_workgroup", "poll_interval", "post_limit"],
};

function draw() {
  const platform = account.selectedOptions[0]?.dataset.platform;
  for (const row of document.querySelectorAll("#edit .field.row")) {
    row.hidden = (UNUSED[platform] ?? []).some((name) => row.classList.contains(`field-${name}`));
  }
  for (const group of document.querySelectorAll("#edit fieldset")) {
    group.hidden = !group.querySelector(".field.row:not([hidden])");
  }
}

account?.addEventListener("change", draw);
if (account) draw();
