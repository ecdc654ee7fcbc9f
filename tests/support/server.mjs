// A `medal serve` that a test starts, ends, kills and starts again on the same data.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');
export const medal = process.env.MEDAL_BINARY ?? path.join(root, 'build/release/medal');

export class Server {
  /** `settings`: lines of --set; `env`: more environment; the log is appended to DATA.log. */
  constructor(data, { settings = [], env = {} } = {}) {
    this.data = data;
    this.settings = ['server.rate_factor=0', ...settings];
    this.env = env;
    this.listen = '127.0.0.1:0';
    this.log = `${data}.log`;
  }

  /** Listens on the same port as before when it is started again, so that clients need not look for it. */
  async start() {
    mkdirSync(path.dirname(this.log), { recursive: true });
    const sink = createWriteStream(this.log, { flags: 'a' });
    const words = ['serve', '--data', this.data, '--listen', this.listen, ...this.settings.flatMap((one) => ['--set', one])];
    this.child = spawn(medal, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.env } });
    this.child.stderr.pipe(sink);
    let last = '';
    this.child.stderr.on('data', (bytes) => { last = `${last}${bytes}`.slice(-600); });
    this.ended = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(signal ?? code)));
    this.url = await new Promise((resolve, reject) => {
      this.child.stdout.on('data', (line) => { const found = /http:\S+/.exec(String(line)); if (found) resolve(found[0]); });
      this.child.once('close', (code, signal) => {
        reject(new Error(`the server ended with ${signal ?? code}: ${last.trim().split('\n').at(-1)}`));
      });
    });
    this.listen = new URL(this.url).host;
    return this;
  }

  async stop() {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  async kill() {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** Counts checks and prints them the way the test runner reads them. */
export class Checks {
  passed = 0;
  failed = 0;
  skipped = 0;

  async check(name, act) {
    try {
      await act();
      this.passed += 1;
      console.log(`ok   ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL ${name}: ${String(error.message).slice(0, 900)}`);
    }
  }

  skip(name, reason) {
    this.skipped += 1;
    console.log(`skip ${name}: ${reason}`);
  }

  /** The last line, and the exit code. */
  end() {
    console.log(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}

export const must = (condition, words) => { if (!condition) throw new Error(words); };
