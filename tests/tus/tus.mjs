// Each test drives the real server through tus-js-client or, where a client would not misbehave, through fetch.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import * as tus from 'tus-js-client';

const headers = { Authorization: 'Bearer tester' };
const partType = 'application/offset+octet-stream';

async function startServer(program, folder) {
  const server = spawn(program, [folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [port] = await once(server.stdout, 'data');
  return { server, endpoint: `http://127.0.0.1:${String(port).trim()}/files` };
}

async function stopServer(server) {
  server.stdin.end();
  const [code] = await once(server, 'exit');
  assert.equal(code, 0);
}

/** Resolves with the upload when it is done; `onProgress(upload, sent)` may abort it. */
function upload(endpoint, bytes, options = {}) {
  return new Promise((resolve, reject) => {
    const made = new tus.Upload(bytes, {
      endpoint,
      headers,
      retryDelays: [0, 50, 100, 200, 400],
      ...options,
      onError: reject,
      onSuccess: () => resolve(made),
      onProgress: (sent) => options.onProgress?.(made, sent),
    });
    made.start();
  });
}

function storedBytes(folder, url) {
  const id = url.split('/').pop();
  const [person] = readdirSync(folder);
  return readFileSync(join(folder, person, `${id}.bin`));
}

const call = (url, method, more = {}, body = undefined) =>
  fetch(url, { method, headers: { ...headers, 'Tus-Resumable': '1.0.0', ...more }, body });

const create = async (endpoint, size) => {
  const reply = await call(endpoint, 'POST', { 'Upload-Length': String(size) });
  assert.equal(reply.status, 201);
  return new URL(reply.headers.get('Location'), endpoint).href;
};

const tests = {
  async 'a file arrives whole'({ endpoint, folder }) {
    const bytes = randomBytes(5_000_000);
    const done = await upload(endpoint, bytes, { metadata: { filename: 'Größe.dcm' } });
    assert.ok(storedBytes(folder, done.url).equals(bytes));
  },

  async 'a file arrives in parts, with the first part in the creation'({ endpoint, folder }) {
    const bytes = randomBytes(3_000_001);
    const done = await upload(endpoint, bytes, { chunkSize: 700_000, uploadDataDuringCreation: true });
    assert.ok(storedBytes(folder, done.url).equals(bytes));
  },

  async 'an upload that was aborted goes on where it stopped'({ endpoint, folder }) {
    const bytes = randomBytes(40_000_000);
    const url = await new Promise((resolve, reject) => {
      const first = new tus.Upload(bytes, {
        endpoint,
        headers,
        chunkSize: 4_000_000,
        onError: reject,
        onSuccess: () => reject(new Error('the upload ended before it was aborted')),
        // After a part was accepted, not on progress: a fast socket takes all bytes at once and tells of none between.
        onChunkComplete: async (_, accepted) => {
          if (accepted < 8_000_000) return;
          await first.abort(false);
          resolve(first.url);
        },
      });
      first.start();
    });
    let resumedAt;
    await upload(endpoint, bytes, {
      uploadUrl: url,
      onProgress: (_, sent) => {
        resumedAt ??= sent;
      },
    });
    assert.ok(resumedAt > 0, `went on at ${resumedAt}`);
    assert.ok(storedBytes(folder, url).equals(bytes));
  },

  async 'an upload that is given up is gone'({ endpoint }) {
    const url = await create(endpoint, 10);
    await tus.Upload.terminate(url, { headers });
    assert.equal((await call(url, 'HEAD')).status, 404);
  },

  async 'a part at the wrong offset is refused'({ endpoint }) {
    const url = await create(endpoint, 10);
    const reply = await call(url, 'PATCH', { 'Upload-Offset': '4', 'Content-Type': partType }, 'abc');
    assert.equal(reply.status, 409);
    assert.equal((await reply.json()).code, 'tus.offset_mismatch');
    assert.equal((await call(url, 'HEAD')).headers.get('Upload-Offset'), '0');
  },

  async 'a part with a wrong checksum is thrown away, with the right one kept'({ endpoint }) {
    const url = await create(endpoint, 5);
    const patch = (text) => {
      const checksum = `sha1 ${createHash('sha1').update('hello').digest('base64')}`;
      const fields = { 'Upload-Offset': '0', 'Content-Type': partType, 'Upload-Checksum': checksum };
      return call(url, 'PATCH', fields, text);
    };
    assert.equal((await patch('hullo')).status, 460);
    assert.equal((await call(url, 'HEAD')).headers.get('Upload-Offset'), '0');
    assert.equal((await patch('hello')).status, 204);
  },

  async 'a stranger is refused'({ endpoint }) {
    await assert.rejects(upload(endpoint, Buffer.from('x'), { headers: {}, retryDelays: null }), /401/);
  },

  async 'a killed server loses nothing that it had acknowledged'(context) {
    const bytes = randomBytes(30_000_000);
    const own = await startServer(context.program, context.folder);
    const url = await create(own.endpoint, bytes.length);
    const half = bytes.subarray(0, 15_000_000);
    const reply = await call(url, 'PATCH', { 'Upload-Offset': '0', 'Content-Type': partType }, half);
    assert.equal(reply.headers.get('Upload-Offset'), String(half.length));
    own.server.kill('SIGKILL');
    await once(own.server, 'exit');
    const there = `${context.endpoint}/${url.split('/').pop()}`;
    await upload(context.endpoint, bytes, { uploadUrl: there });
    assert.ok(storedBytes(context.folder, url).equals(bytes));
  },
};

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'medal-tus-'));
const running = await startServer(program, folder);
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test({ ...running, program, folder });
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
  }
}
await stopServer(running.server);
rmSync(folder, { recursive: true });
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);
