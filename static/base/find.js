// The search of every page but the desk, which has one that knows more.
import { asking, finder } from "./finder.js";

const dialog = document.querySelector("#finder");
const open = finder(dialog, (words) => asking(dialog, words));
document.querySelector("[data-find]").addEventListener("click", open);
