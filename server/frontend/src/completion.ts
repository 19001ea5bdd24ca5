import Yasgui from "@zazuko/yasgui";

/** What completion may offer: prefixes, and the terms of the ontology by IRI. */
export interface Vocabulary {
  prefixes: Record<string, string>;
  classes: string[];
  properties: string[];
}

type Completer = (typeof Yasgui.Yasqe.Autocompleters)[string];

/**
 * Replaces Yasgui's completers, which ask services on the Internet, by ones that know this server's own vocabulary.
 */
export function completeFrom(vocabulary: Vocabulary): void {
  const Yasqe = Yasgui.Yasqe;
  const prefixes = Object.entries(vocabulary.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  const lists: Array<[origin: string, name: string, values: string[]]> = [
    ["prefixes", "local-prefixes", prefixes.sort()],
    ["class", "local-classes", vocabulary.classes],
    ["property", "local-properties", vocabulary.properties],
  ];
  for (const [origin, name, values] of lists) {
    if (!(origin in Yasqe.Autocompleters)) continue;
    const settings: Partial<Completer> & { name: string } = {
      name,
      bulk: true,
      persistenceId: null,
      get: () => values,
    };
    Yasqe.forkAutocompleter(origin, settings, false);
  }
  Yasqe.defaults.autocompleters = ["variables", ...lists.map(([, name]) => name)];
}
