// The console's entry: each module looks for its own marks in the page and leaves the rest alone.
import { ask } from "./confirm.js";
import { enhanceSelects } from "./combobox.js";
import { watchForms } from "./unsaved.js";
import { makeTabs } from "./tabs.js";
import { openMenu } from "./menu.js";
import { listenToKeys } from "./keys.js";
import { guardForms } from "./forms.js";
import { watchConditions } from "./condition_rows.js";
import { guardIdNumbers } from "./identity.js";
import { watchLock } from "./lock.js";

openMenu();
guardForms();
guardIdNumbers();
ask();
enhanceSelects(document);
watchForms();
makeTabs();
listenToKeys();
watchLock();
watchConditions();
// A form that was drawn again in place is a new one to whatever stands in front of its controls.
document.addEventListener("redrawn", (event) => enhanceSelects(event.detail.parentElement));
