// Bodies of gigabytes: refused before they arrive, the server's memory where it was.
import { readFileSync } from 'node:fs';
import { must } from '../support/server.mjs';
import { Wire } from './wire.mjs';

const GIB = 1024 ** 3;
const PIECE = Buffer.alloc(1 << 20, 'a');
const MAY_GROW_KB = 48 << 10;

/** From /proc/PID/status, in kB. */
const memoryOf = (server, line) => Number(new RegExp(`${line}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]);

const headOf = (player, method, place, length) => {
  const own = Object.entries(player.caller('contributor').headers(method)).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${method} ${place} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${own}${length}\r\n`;
};

/** Streams until all is sent or the server closes. */
async function stream(wire, pieceOf, bytes) {
  for (let sent = 0; sent < bytes && !wire.isClosed; sent += PIECE.length) await wire.send(pieceOf(PIECE));
}

const asItIs = (piece) => piece;
const asChunk = (piece) => Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);

/** The answer comes after `early` bytes; the client sends on as if it had not read it. */
async function refuseEarly({ server, player }, method, place, { length, pieceOf, early }) {
  const before = memoryOf(server, 'VmRSS');
  const wire = await Wire.open(server.url);
  try {
    await wire.send(headOf(player, method, place, length));
    await stream(wire, pieceOf, early);
    must((await wire.answer()) === 413, `should be 413: ${wire.text.slice(0, 300)}`);
    must(/application\/problem\+json/.test(wire.text), wire.text.slice(0, 300));
    await stream(wire, pieceOf, 2 * GIB);
    const grown = memoryOf(server, 'VmRSS') - before;
    must(grown < MAY_GROW_KB, `the memory grew by ${grown} kB`);
  } finally {
    wire.close();
  }
}

export async function attackBySize(context) {
  const { server, check } = context;
  const announced = { length: `Content-Length: ${2 * GIB}\r\n`, pieceOf: asItIs, early: 0 };
  const chunked = { length: 'Transfer-Encoding: chunked\r\n', pieceOf: asChunk, early: 3 * PIECE.length };
  for (const [method, place] of [['POST', '/api/v1/accounts/verify'], ['PATCH', '/api/v1/me']]) {
    await check(`2 GB of JSON to ${method} ${place} are refused early`, () => refuseEarly(context, method, place, announced));
    await check(`2 GB of JSON in chunks to ${method} ${place} are refused early`, () => refuseEarly(context, method, place, chunked));
  }
  await check("300 MB of predictions to a run that is nobody's are refused, the memory where it was", async () => {
    const before = memoryOf(server, 'VmRSS');
    const wire = await Wire.open(server.url);
    const size = 300 << 20;
    const head = headOf(context.player, 'PUT', '/api/v1/runs/01890000-0000-7000-8000-000000000000/predictions', `Content-Length: ${size}\r\n`);
    await wire.send(head.replace('application/json', 'application/x-ndjson'));
    await stream(wire, asItIs, size);
    must((await wire.answer()) === 404, `should be 404: ${wire.text.slice(0, 300)}`);
    wire.close();
    const grown = memoryOf(server, 'VmRSS') - before;
    must(grown < MAY_GROW_KB, `the memory grew by ${grown} kB`);
  });
  await check('16 bodies of 2 GB at once leave the memory where it was', async () => {
    await Promise.all(Array.from({ length: 16 }, () => refuseEarly(context, 'PATCH', '/api/v1/me', chunked)));
    must(memoryOf(server, 'VmHWM') < 600 << 10, `${memoryOf(server, 'VmHWM')} kB at most`);
  });
}
