/** A saved query as /api/queries lists it. */
export interface SavedQuery {
  name: string;
  title: string;
  question: string;
  text: string;
}

/** Fetches the saved queries of this server; an empty list, with a word in the console, where it has none to give. */
export async function fetchSavedQueries(address: string): Promise<SavedQuery[]> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const body: unknown = await response.json();
  const list: unknown = Array.isArray(body) ? body : (body as { queries?: unknown }).queries;
  if (!Array.isArray(list)) throw new Error(`${address} gave no list of queries`);
  return list.filter(isSavedQuery);
}

function isSavedQuery(item: unknown): item is SavedQuery {
  if (typeof item !== "object" || item === null) return false;
  const record = item as Record<string, unknown>;
  return ["name", "title", "text"].every((key) => typeof record[key] === "string");
}

/** The text of a query without its head: the lines that start with `#+`. */
export function body(query: SavedQuery): string {
  return query.text
    .split("\n")
    .filter((line) => !line.startsWith("#+"))
    .join("\n")
    .trimStart();
}
