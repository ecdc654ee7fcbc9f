// The mails of a server that has no SMTP host: files in its data folder.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The link in the newest mail to an address that has one matching `pattern`; waits for it for ten seconds. */
export async function linkInMail(data, to, pattern = /https?:\/\/\S+/) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    for (const name of (await readdir(path.join(data, 'mail')).catch(() => [])).sort().reverse()) {
      const [head, body] = (await readFile(path.join(data, 'mail', name), 'utf8')).split(/\r?\n\r?\n/s, 2);
      const link = pattern.exec(Buffer.from(body, 'base64').toString('utf8'))?.[0];
      if (head.includes(to) && link) return new URL(link);
    }
    await sleep(50);
  }
  throw new Error(`no mail with a link came to ${to}`);
}
