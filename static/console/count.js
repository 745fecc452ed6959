// Fields with a limit say how many characters are left, once it becomes close.

const NEAR = 40;

function watch(field) {
  const left = document.createElement("p");
  left.className = "help";
  left.setAttribute("aria-live", "polite");
  field.after(left);
  const draw = () => {
    const rest = field.maxLength - [...field.value].length;
    left.textContent = rest <= NEAR ? `${[...field.value].length} / ${field.maxLength}` : "";
  };
  field.addEventListener("input", draw);
  draw();
}

for (const field of document.querySelectorAll("#edit [maxlength]")) watch(field);
