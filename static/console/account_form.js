// An account's form: what its platform or provider has no use for is hidden.

const form = document.querySelector("#edit");
const platform = form.querySelector("#id_platform");
const provider = form.querySelector("#id_provider");
const OF_GENESYS = ["organization", "region", "client_id", "client_secret"];
const OF_META = ["external_id", "app", "token"];
const OF_WHATSAPP = ["provider", ...OF_GENESYS];
const UNUSED = {
  facebook: ["answers_all", ...OF_WHATSAPP],
  twitter: ["human_agent", ...OF_WHATSAPP],
  whatsapp: ["human_agent", "answers_all"],
};

function draw() {
  const now = platform ? platform.value : provider ? "whatsapp" : "";
  const other = provider?.value === "genesys" ? OF_META : OF_GENESYS;
  const unused = [...(UNUSED[now] ?? []), ...(now === "whatsapp" ? other : [])];
  for (const row of form.querySelectorAll(".field.row")) {
    row.hidden = unused.some((name) => row.classList.contains(`field-${name}`));
  }
  for (const group of form.querySelectorAll("fieldset")) group.hidden = !group.querySelector(".field.row:not([hidden])");
}

for (const control of [platform, provider]) control?.addEventListener("change", draw);
draw();
