// A server that the small demo has filled, for tests that look at its pages.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root, Server } from './server.mjs';

export async function startDemoServer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'medal-demo-server-'));
  const server = await new Server(path.join(folder, 'data')).start();
  await promisify(execFile)(path.join(root, 'examples/demo/fill'), ['--url', server.url, '--data', server.data, '--sign-ins', path.join(folder, 'sign-ins.txt'), '--small', '--medal', process.env.MEDAL_BINARY ?? path.join(root, 'build/release/medal')], { timeout: 240_000 });
  return {
    server,
    url: server.url,
    async end() {
      server.child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
