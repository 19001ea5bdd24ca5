const ROOT = "https://w3id.org/servanda/";
const ONTOLOGY = `${ROOT}ontology#`;
const QUERY = `${ROOT}query/`;

/** Where this server shows an IRI of Servanda; undefined for all other addresses. As server/pages/links.py has it. */
export function pageOf(iri: string): string | undefined {
  if (iri.startsWith(ONTOLOGY)) return `/ontology#${iri.slice(ONTOLOGY.length)}`;
  if (iri.startsWith(QUERY)) return `/queries/${iri.slice(QUERY.length)}`;
  if (iri.startsWith(ROOT)) return `/${iri.slice(ROOT.length)}`;
  return undefined;
}

/** Makes the links in `element` stay on this server, just before they are followed or copied. */
export function keepLinksHere(element: HTMLElement): void {
  const redirect = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const page = link ? pageOf(link.href) : undefined;
    if (link && page) link.href = page;
  };
  for (const kind of ["pointerover", "focusin", "click"]) element.addEventListener(kind, redirect, true);
}
