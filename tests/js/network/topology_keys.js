// Prints the key of each request, for tests/web/trace/test_kept_steps.py.
import { readFileSync } from "node:fs";
import { topologyKey } from "../../../static/js/network/topology.js";

const { catalog, requests } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(requests.map((/** @type {any} */ request) => topologyKey(request, catalog))));
