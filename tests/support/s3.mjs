// A real S3 for a test: started, and described as settings of the server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './server.mjs';

export async function startS3() {
  const child = spawn(path.join(root, 'build/release/tests/support/s3_server'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit').then(() => [undefined])]);
  if (line === undefined) throw new Error('the S3 store did not start');
  const place = JSON.parse(line);
  const stop = () => child.stdin.end();
  if (place.skip) return { skip: place.skip, stop };
  return { settings: Object.entries(place).map(([name, value]) => `blobs.s3_${name}=${value}`), stop };
}
