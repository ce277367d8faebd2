// A range of a spreadsheet, pasted into a cell of a table, fills the cells from there on: one step of undo.
/** @import { Context } from "../../types.js" */
import { cellsOf, fillingOf } from "../../../math/pasted_cells.js";

/** The fields of a table, row by row. @param {HTMLTableElement} table */
const gridOf = (table) =>
  [...(table.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.querySelectorAll("input[data-edit]")].map((input) => input.getAttribute("data-edit") ?? ""),
  );

/** @param {HTMLTableElement} table @param {Context} context */
export function takePastes(table, { dispatch, t }) {
  table.addEventListener("paste", (event) => {
    const address = event.target instanceof Element ? event.target.getAttribute("data-edit") : null;
    const rows = cellsOf(event.clipboardData?.getData("text/plain") ?? "");
    // A single cell is typed text.
    if (address === null || (rows.length === 1 && (rows[0]?.length ?? 0) < 2)) return;
    event.preventDefault();
    const grid = gridOf(table);
    const top = grid.findIndex((line) => line.includes(address));
    const start = grid[top]?.indexOf(address) ?? 0;
    const place = (/** @type {number} */ row, /** @type {number} */ column) =>
      grid[top + row]?.[start + column];
    const { filled, left, mistake } = fillingOf(rows, (row, column) => place(row, column) !== undefined);
    if (mistake) {
      const { row, column, reason } = mistake;
      const params = { row: row + 1, column: column + 1, reason: t(reason.key, reason.params) };
      dispatch("say", { key: "editor.paste_mistake", params });
      return;
    }
    const edits = filled.flatMap(({ row, column, value }) => {
      const at = place(row, column);
      return at === undefined ? [] : [{ address: at, value }];
    });
    const key = left > 0 ? "editor.pasted_left" : "editor.pasted";
    dispatch("editMany", { edits, notice: { key, params: { count: edits.length, left } } });
  });
}
