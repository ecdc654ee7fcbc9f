// Writes the .br and .gz forms of what the build made; the server never compresses.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSED = new Set(['.js', '.css', '.html', '.svg', '.json', '.wasm']);
const LEAST_BYTES = 1024;
const dist = path.join(import.meta.dirname, '../dist');

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !COMPRESSED.has(path.extname(file)) || entry.name === 'index.html') continue;
  const bytes = await readFile(file);
  if (bytes.length < LEAST_BYTES) continue;
  const quality = bytes.length > 1 << 20 ? 6 : 10;
  await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
  await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
