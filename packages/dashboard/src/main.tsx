import { render } from "preact";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/lists.css";
import "./style/execution.css";
import "./style/pages.css";
import "./style/desk.css";
import { App } from "./shell/app.tsx";
import { readPreferences } from "./shell/preferences.ts";
import { followPlace } from "./shell/place.ts";

const place = document.querySelector("#page");
if (place === null) throw new TypeError("Expected a place for the page");
readPreferences();
followPlace();
render(<App />, place);
