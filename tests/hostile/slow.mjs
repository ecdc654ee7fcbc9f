// Slow loris: many connections that send a byte now and then. Others are answered meanwhile, the slow ones are closed.
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../support/server.mjs';
import { Wire } from './wire.mjs';

const MANY = 200;
const LONGEST_MS = 60_000;
const filesOf = (server) => readdirSync(`/proc/${server.child.pid}/fd`).length;

/** A byte each quarter of a second, until the server has had enough. */
async function drip(wire, start, byte) {
  await wire.send(start);
  const deadline = Date.now() + LONGEST_MS;
  while (!wire.isClosed && Date.now() < deadline) {
    await wire.send(byte);
    await sleep(250);
  }
}

async function loris({ server, player }, start, byte) {
  const wires = await Promise.all(Array.from({ length: MANY }, () => Wire.open(server.url)));
  const dripping = Promise.all(wires.map((wire) => drip(wire, start, byte)));
  let answered = 0;
  let isOver = false;
  dripping.finally(() => { isOver = true; });
  while (!isOver) {
    const answer = await player.ask('contributor', 'GET', '/api/v1/me');
    must(answer.status === 200, `another person got ${answer.status}`);
    answered += 1;
    await sleep(200);
  }
  await dripping;
  must(answered > 10, `only ${answered} others were answered`);
  const open = wires.filter((wire) => !wire.isClosed).length;
  must(open === 0, `${open} of ${MANY} slow connections are still open`);
  const odd = wires.find((wire) => wire.text !== '' && wire.answers[0] !== 408);
  must(!odd, `a slow one was told ${odd?.text.slice(0, 200)}`);
}

export async function attackBySlowness(context) {
  const { server, player, check } = context;
  const before = filesOf(server);
  await check(`${MANY} connections with a head that never ends are closed, and others answered meanwhile`, () => loris(context, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'a'));
  const body = 'POST /api/v1/accounts/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n';
  await check(`${MANY} connections with a body that never ends are closed, and others answered meanwhile`, () => loris(context, body, ' '));
  await check('more connections than one address may have are turned away, and the server is there afterwards', async () => {
    const wires = await Promise.all(Array.from({ length: 400 }, () => Wire.open(server.url).catch(() => null)));
    await sleep(500);
    const open = wires.filter((wire) => wire && !wire.isClosed).length;
    for (const wire of wires) wire?.close();
    must(open <= 256, `${open} connections of one address are open`);
    await sleep(500);
  });
  await check('no file is left open', async () => {
    for (let attempt = 0; filesOf(server) > before + 8 && attempt < 100; attempt += 1) await sleep(100);
    must(filesOf(server) <= before + 8, `${filesOf(server)} files are open, ${before} were`);
    must((await player.ask('stranger', 'GET', '/healthz')).status === 200, 'it is not alive');
  });
}
