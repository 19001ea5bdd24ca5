import type { Plugin } from "vite";

/** What Yasgui does that `style-src 'self'` forbids, and what it does here instead. */
const replacements: ReadonlyArray<readonly [what: string, from: RegExp, to: string]> = [
  [
    // The column resizer of the result table writes a style element; its rules are in src/editor.css.
    "the style element of the column resizer",
    /l\(this, "createStyle", \(function\(e, n\) \{[\s\S]*?\}\)\), l\(this, "extendOptions"/,
    'l(this, "createStyle", (function() {})), l(this, "extendOptions"',
  ],
  [
    "the style attribute in the message about a syntax error",
    /<strong style='text-decoration:underline'>/,
    "<strong class='expected-token'>",
  ],
  [
    // Only for browsers without JSON.parse; it would ask for 'unsafe-eval'.
    "the eval of the JSON fallback",
    /j = eval\("\(" \+ text \+ "\)"\)/,
    "j = null",
  ],
];

/**
 * Edits Yasgui so that it runs under a Content-Security-Policy without inline styles and without eval.
 *
 * Each replacement must fit exactly once; another release of Yasgui that differs stops the build and not the user.
 */
export function strictCsp(): Plugin {
  let edited = false;
  return {
    name: "strict-csp",
    transform(code, id) {
      if (!id.replace(/\\/g, "/").endsWith("/@zazuko/yasgui/build/yasgui.esm.js")) return null;
      for (const [what, from, to] of replacements) {
        const found = code.match(new RegExp(from.source, "g"))?.length ?? 0;
        if (found !== 1) this.error(`${what}: expected once in Yasgui, found ${found} times; revise strict-csp.ts`);
        code = code.replace(from, () => to);
      }
      edited = true;
      return { code, map: null };
    },
    buildEnd(error) {
      if (!error && !edited) this.error("Yasgui was not found where strict-csp.ts looks for it");
    },
  };
}
