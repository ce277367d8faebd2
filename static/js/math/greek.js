// Greek letters by the names that they are typed with, and their LaTeX commands. To add one, add a row to GREEK.

/** @type {Readonly<Record<string, string>>} */
export const GREEK = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
};

/**
 * The letter that a LaTeX command prints, by the command without its backslash; \epsilon and \phi print variant
 * forms.
 * @type {Readonly<Record<string, string>>}
 */
export const LATEX_LETTERS = { ...GREEK, epsilon: "ϵ", varepsilon: "ε", phi: "ϕ", varphi: "φ" };

/** The Latin letters of a text as Unicode's italic ones for mathematics; the h was there before the others.
 * @param {string} text */
export const italicLetters = (text) =>
  text.replaceAll(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return letter === "h" ? "ℎ" : String.fromCodePoint(code + (letter < "a" ? 0x1d434 - 65 : 0x1d44e - 97));
  });

/** The LaTeX command of every letter. @type {ReadonlyMap<string, string>} */
export const LATEX_COMMANDS = new Map(
  Object.entries(LATEX_LETTERS).map(([command, letter]) => [letter, `\\${command}`]),
);
