import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { completeFrom, type Vocabulary } from "./completion";
import { keepLinksHere } from "./links";
import { body, fetchSavedQueries, type SavedQuery } from "./saved-queries";

/** What the page says to the editor, in data attributes of its element. */
interface Page {
  element: HTMLElement;
  endpoint: string;
  queries: string;
  vocabulary: string;
  query: string;
}

function readPage(): Page {
  const element = document.getElementById("editor");
  if (!element) throw new Error("the page has no element with the id editor");
  const given = (name: string): string => element.dataset[name] ?? "";
  return {
    element,
    endpoint: new URL(given("endpoint"), window.location.href).href,
    queries: given("queries"),
    vocabulary: given("vocabulary"),
    query: given("query"),
  };
}

async function fetchVocabulary(address: string): Promise<Vocabulary> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Vocabulary;
}

function configure(page: Page, vocabulary: Vocabulary): void {
  completeFrom(vocabulary);
  Yasgui.Yasqe.defaults.value = page.query;
  Yasgui.Yasqe.defaults.editorHeight = "22rem";
  Yasgui.Yasqe.defaults.createShortLink = undefined;
  Yasgui.Yasr.defaults.prefixes = vocabulary.prefixes;
}

function open(page: Page): Yasgui {
  return new Yasgui(page.element, {
    requestConfig: {
      endpoint: page.endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json,*/*;q=0.5",
      acceptHeaderGraph: "text/turtle,*/*;q=0.5",
    },
    endpointCatalogueOptions: { getData: () => [{ endpoint: page.endpoint }], keys: [], renderItem: () => undefined },
    copyEndpointOnNewTab: false,
    corsProxy: undefined,
    autofocus: false,
  });
}

/** Fills the list of saved queries; choosing one opens it in a tab of its own. */
function offer(queries: SavedQuery[], yasgui: Yasgui): void {
  const list = document.getElementById("saved-queries");
  if (!(list instanceof HTMLSelectElement)) return;
  const known = new Map(queries.map((query) => [query.name, query]));
  for (const query of queries) list.add(new Option(query.title, query.name));
  list.disabled = queries.length === 0;
  list.addEventListener("change", () => {
    const query = known.get(list.value);
    if (query) openTab(query, yasgui);
    list.value = "";
  });
}

function openTab(query: SavedQuery, yasgui: Yasgui): void {
  const tab = yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(yasgui), name: query.title });
  tab.setQuery(body(query));
}

async function start(): Promise<void> {
  const page = readPage();
  const [vocabulary, queries] = await Promise.all([fetchVocabulary(page.vocabulary), fetchSavedQueries(page.queries)]);
  configure(page, vocabulary);
  const yasgui = open(page);
  if (page.element.dataset["fromAddress"] === "true") yasgui.getTab()?.setQuery(page.query);
  offer(queries, yasgui);
  keepLinksHere(page.element);
  document.documentElement.classList.add("editor-ready");
}

start().catch((error: unknown) => {
  // The plain form below the editor still works; say why it is all there is.
  const message = error instanceof Error ? error.message : String(error);
  const notice = document.getElementById("editor-notice");
  if (notice) notice.textContent = `The editor could not start (${message}). The plain form below does the same.`;
});
