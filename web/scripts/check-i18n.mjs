// The catalogues of all languages have the same keys, and every key that the code names is there.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const src = path.join(import.meta.dirname, '../src');
const flat = (value, prefix) =>
  Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'string' ? [prefix + key] : flat(inner, `${prefix}${key}.`)));

async function catalogue(language) {
  const folder = path.join(src, 'i18n', language);
  const keys = new Set();
  for (const file of await readdir(folder)) {
    const namespace = path.basename(file, '.json');
    for (const key of flat(JSON.parse(await readFile(path.join(folder, file), 'utf8')), '')) {
      keys.add(`${namespace}:${key.replace(/_(one|other)$/, '')}`);
    }
  }
  return keys;
}

async function usedKeys() {
  const used = new Set();
  for (const entry of await readdir(src, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
    const namespace = /useTranslation\('([a-z]+)'\)/.exec(text)?.[1] ?? 'common';
    for (const [, key] of text.matchAll(/\bt\('([A-Za-z0-9_.:]+)'/g)) used.add(key.includes(':') ? key : `${namespace}:${key}`);
  }
  return used;
}

const faults = [];
const english = await catalogue('en');
const german = await catalogue('de');
for (const key of english) if (!german.has(key)) faults.push(`missing in German: ${key}`);
// The English of findings is what the server says; src/ui/findings.test.ts compares the German with its codes.
for (const key of german) if (!key.startsWith('findings:') && !english.has(key)) faults.push(`missing in English: ${key}`);
for (const key of await usedKeys()) if (!english.has(key)) faults.push(`used but not in a catalogue: ${key}`);
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
