// Broken and smuggled HTTP (RFC 9112, section 11), paths that climb, headers and targets that are too large.
import { readFile } from 'node:fs/promises';
import { must } from '../support/server.mjs';
import { exchange } from './wire.mjs';

const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (headers, body = '') => `POST /api/v1/accounts/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

/** What is sent, and the statuses that are right; none may be answered twice, since the rest would be a second request. */
const SHAPES = [
  ['both a length and chunks', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${HIDDEN}`), [400]],
  ['chunks, then a length', post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${HIDDEN}`), [400]],
  ['two lengths that differ', post('Content-Length: 0\r\nContent-Length: 40\r\n', HIDDEN), [400]],
  ['a list of lengths', post('Content-Length: 0, 40\r\n', HIDDEN), [400]],
  ['a negative length', post('Content-Length: -1\r\n'), [400]],
  ['a signed length', post('Content-Length: +4\r\n', '{}{}'), [400]],
  ['a length above 64 bits', post('Content-Length: 99999999999999999999999\r\n'), [400, 413]],
  ['a length in hexadecimal', post('Content-Length: 0x10\r\n', HIDDEN), [400]],
  ['a header folded over two lines', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n', [400]],
  ['a folded transfer coding', post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${HIDDEN}`), [400]],
  ['a line that begins with a tab', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\tX-Folded: a\r\n\r\n', [400]],
  ['a space before the colon', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${HIDDEN}`), [400]],
  ['an unknown transfer coding', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${HIDDEN}`), [400, 501]],
  ['two transfer codings', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${HIDDEN}`), [400, 501]],
  ['chunks in HTTP/1.0', post('Transfer-Encoding: chunked\r\n', `0\r\n\r\n${HIDDEN}`).replace('HTTP/1.1', 'HTTP/1.0'), [400]],
  ['a chunk without a size', post('Transfer-Encoding: chunked\r\n', `zz\r\n{}\r\n0\r\n\r\n${HIDDEN}`), [400]],
  ['a chunk size above 64 bits', post('Transfer-Encoding: chunked\r\n', `FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n`), [400, 413]],
  ['a negative chunk size', post('Transfer-Encoding: chunked\r\n', `-2\r\n{}\r\n0\r\n\r\n${HIDDEN}`), [400]],
  ['a chunk longer than it says', post('Transfer-Encoding: chunked\r\n', `2\r\n{}{}\r\n0\r\n\r\n${HIDDEN}`), [400]],
  ['a NUL in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Nul: a\0b\r\n\r\n', [400]],
  ['a line break in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Cr: a\rb\r\n\r\n', [400]],
  ['a NUL in the target', 'GET /healthz\0 HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', [400]],
  ['two hosts', 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', [400]],
  ['another version of HTTP', 'GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n', [400, 505]],
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', [400]],
  ['an unknown method', 'BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n', [400, 501]],
  ['a header of 64 KB', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(65536)}\r\n\r\n`, [431]],
  ['5 000 headers', `GET /healthz HTTP/1.1\r\nHost: x\r\n${'X-Many: 1\r\n'.repeat(5000)}\r\n`, [431]],
  ['a target of 64 KB', `GET /${'a'.repeat(65536)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414, 431]],
  ['10 000 query parameters', `GET /api/v1/campaigns?${'a=1&'.repeat(10000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414, 431]],
];

const CLIMBS = [
  '/../secret.txt', '/../../../../../../etc/passwd', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%2e%2e%2fsecret.txt',
  '/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/..\\secret.txt', '/%252e%252e/secret.txt',
  '/..%00/secret.txt', '/index.html%00.png', '//etc/passwd', '/./../secret.txt', '/%c0%ae%c0%ae/secret.txt',
];

async function checkShape([what, bytes, statuses], { server, check }) {
  await check(`${what} is refused`, async () => {
    const { status, text } = await exchange(server.url, bytes);
    must(statuses.includes(status), `should be ${statuses}: ${text.slice(0, 300)}`);
    must(/content-type: application\/problem\+json/i.test(text), `a refusal is problem+json: ${text.slice(0, 300)}`);
    must(!text.includes('/hidden') && (text.match(/HTTP\/1\.1 \d/g) ?? []).length === 1, `more than one answer: ${text.slice(0, 600)}`);
  });
}

export async function attackByShape(context) {
  for (const shape of SHAPES) await checkShape(shape, context);
  const secret = await readFile(context.secretFile, 'utf8');
  for (const place of CLIMBS) {
    await context.check(`${place} does not climb out of the site`, async () => {
      const { status, text } = await exchange(context.server.url, `GET ${place} HTTP/1.1\r\nHost: x\r\n\r\n`);
      must([200, 301, 308, 400, 403, 404].includes(status), text.slice(0, 300));
      must(!text.includes(secret) && !text.includes('root:'), 'a file from outside was sent');
    });
  }
}
