// Which time the counts are about: kept in the address, so that it can be sent on.
import { set } from "../../workspace/dom.js";

export function startPeriods(board, onChange) {
  const buttons = [...board.querySelectorAll(".switch [data-period]")];
  const choose = (period) => {
    for (const button of buttons) set(button, "aria-pressed", String(button.dataset.period === period));
    onChange(period);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const address = new URL(location.href);
      address.searchParams.set("period", button.dataset.period);
      history.replaceState(null, "", address);
      choose(button.dataset.period);
    });
  }
  choose(board.dataset.period);
}
