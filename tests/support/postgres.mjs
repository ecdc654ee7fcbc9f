// A real PostgreSQL for a test, in a temporary folder, on a socket there and no port, as the user postgres.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOME = '/usr/lib/postgresql';

function programs() {
  if (!existsSync(HOME)) return null;
  const versions = readdirSync(HOME).filter((one) => existsSync(path.join(HOME, one, 'bin/postgres'))).sort();
  return versions.length > 0 ? path.join(HOME, versions.at(-1), 'bin') : null;
}

export const whyNoPostgres = () => (programs() ? '' : 'PostgreSQL is not installed (package postgresql-15)');

export async function startPostgres() {
  const folder = await mkdtemp(path.join(tmpdir(), 'medal-pg-'));
  const isRoot = process.getuid() === 0;
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  const words = (...command) => (isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command);
  const data = path.join(folder, 'data');
  const [first, ...rest] = words(path.join(programs(), 'initdb'), '-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8');
  await run(first, rest);
  const [program, ...flags] = words(path.join(programs(), 'postgres'), '-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off');
  const child = spawn(program, flags, { stdio: 'ignore', cwd: folder });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let attempt = 0; !existsSync(path.join(folder, '.s.PGSQL.5432')); attempt += 1) {
    if (attempt > 600) throw new Error('PostgreSQL did not start');
    await sleep(50);
  }
  return {
    url: `postgresql://postgres@/postgres?host=${folder}`,
    async stop() {
      // Asked by its own pid: runuser does not hand every signal on.
      execFileSync('sh', ['-c', `kill -INT "$(head -1 ${data}/postmaster.pid)"`]);
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
