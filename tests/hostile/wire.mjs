// Requests as bytes: what no well-behaved client would send.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../support/server.mjs';

const PATIENCE_MS = 30_000;

/** One connection; what came back is in `text`. */
export class Wire {
  text = '';
  isClosed = false;

  static async open(url) {
    const wire = new Wire();
    const { hostname, port } = new URL(url);
    wire.socket = connect({ host: hostname, port: Number(port) });
    wire.socket.on('data', (data) => { wire.text += data.toString('latin1'); });
    wire.socket.on('error', () => {});
    wire.ended = new Promise((resolve) => wire.socket.once('close', () => { wire.isClosed = true; resolve(); }));
    await new Promise((resolve, reject) => { wire.socket.once('connect', resolve); wire.socket.once('error', reject); });
    return wire;
  }

  /** Resolves when the kernel has taken the bytes. */
  send(bytes) {
    return new Promise((resolve) => { if (this.isClosed || !this.socket.write(bytes, 'latin1', () => resolve())) this.ended.then(resolve); });
  }

  async until(isSo, what) {
    const deadline = Date.now() + PATIENCE_MS;
    while (!isSo()) {
      must(Date.now() < deadline, `${what}: not within ${PATIENCE_MS / 1000} s; so far: ${this.text.slice(0, 300)}`);
      await sleep(10);
    }
  }

  get answers() {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) => Number(found[1]));
  }

  async answer() {
    await this.until(() => this.isClosed || this.isWhole(), 'an answer');
    return this.answers.find((status) => status !== 100) ?? 0;
  }

  isWhole() {
    const end = this.text.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const length = Number(/content-length: (\d+)/i.exec(this.text)?.[1] ?? 0);
    return this.text.length >= end + 4 + length;
  }

  close() {
    this.socket.destroy();
  }
}

/** Sends bytes, gives the first status and all that came. */
export async function exchange(url, bytes) {
  const wire = await Wire.open(url);
  try {
    await wire.send(bytes);
    const status = await wire.answer();
    return { status, text: wire.text, wire };
  } finally {
    wire.close();
  }
}
