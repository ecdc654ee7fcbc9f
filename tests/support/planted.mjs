// Searches everything below a folder, or any bytes, for texts that must not be anywhere.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export async function filesBelow(place) {
  const entries = await readdir(place, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** The numbers of the texts that stand in `bytes`, in UTF-8 or UTF-16; the texts themselves are not told. */
export const textsIn = (bytes, texts) => texts.flatMap((text, number) => (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')) ? [number] : []));

export async function hitsBelow(place, texts) {
  const hits = [];
  for (const file of await filesBelow(place)) {
    for (const number of textsIn(await readFile(file), texts)) hits.push(`text ${number} in ${path.relative(place, file)}`);
  }
  return hits;
}
