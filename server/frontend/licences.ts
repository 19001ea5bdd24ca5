import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface Locked {
  packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }>;
}

/** Puts the licences of everything that is bundled beside the bundle, as LICENCES.txt. */
export function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Locked;
      const notices: string[] = [];
      for (const [folder, about] of Object.entries(lock.packages)) {
        if (folder === "" || about.dev || !existsSync(folder)) continue;
        const name = folder.replace(/^.*node_modules\//, "");
        const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
        const text = file ? readFileSync(join(folder, file), "utf8").trim() : "(the package carries no licence text)";
        notices.push(`${name} ${about.version ?? ""} (${about.license ?? "see below"})\n\n${text}`);
      }
      const rule = "\n\n" + "-".repeat(78) + "\n\n";
      this.emitFile({ type: "asset", fileName: "LICENCES.txt", source: notices.join(rule) + "\n" });
    },
  };
}
