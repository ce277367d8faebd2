// The cells of a line of CSV or of a copied range. Pure.
import { cellsOf } from "../../../math/pasted_cells.js";

/** How cells of a line are parted. @param {string} line */
export const separatorOf = (line) => (line.includes("\t") ? "\t" : line.includes(";") ? ";" : ",");

/** @param {string} line @param {string} separator */
export const cellsIn = (line, separator) =>
  separator === "\t"
    ? (cellsOf(line)[0] ?? [])
    : [
        ...line.matchAll(
          separator === ";"
            ? /"((?:[^"]|"")*)"|([^;]+|(?<=;|^)(?=;|$))/g
            : /"((?:[^"]|"")*)"|([^,]+|(?<=,|^)(?=,|$))/g,
        ),
      ].map(([, quoted, plain = ""]) =>
        quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"').trim(),
      );
