// References are DOIs or web addresses; the server decides, this tells early and makes links.
const DOI = /^(?:doi:\s*)?(10\.[0-9.]*[0-9]{4,9}[0-9.]*\/[^\s<>"]+)$/i;
const ADDRESS = /^https?:\/\/[^\s<>"@/]+\.[^\s<>"@/]+(?:[/?#][^\s<>"]*)?$/i;

export function isReference(text: string): boolean {
  const trimmed = text.trim();
  return DOI.test(trimmed) || ADDRESS.test(trimmed);
}

/** Where a reference leads; undefined for what is neither form, which older problems may hold. */
export function referenceAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const doi = DOI.exec(trimmed)?.[1];
  if (doi) return `https://doi.org/${encodeURI(doi)}`;
  return ADDRESS.test(trimmed) ? trimmed : undefined;
}
