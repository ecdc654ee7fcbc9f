// Text and numbers that are not what they should be: in bodies, in paths, in query parameters.
import { mustBeProblem } from '../contract/claims.mjs';
import { must } from '../support/server.mjs';

const json = { 'content-type': 'application/json' };
const note = (text) => Buffer.concat([Buffer.from('{"institution": "Rival", "note": "'), text, Buffer.from('"}')]);

const NOTES = [
  ['a byte that is no UTF-8', note(Buffer.from([0x61, 0xff, 0x62])), [400, 422]],
  ['an overlong form', note(Buffer.from([0xc0, 0xaf])), [400, 422]],
  ['a surrogate in UTF-8', note(Buffer.from([0xed, 0xa0, 0x80])), [400, 422]],
  ['half of a surrogate pair', note(Buffer.from('\\ud800')), [400, 422]],
  ['NUL, escaped', note(Buffer.from('a\\u0000b')), [422]],
  ['NUL, raw', note(Buffer.from([0x61, 0x00, 0x62])), [400]],
  ['a raw control character', note(Buffer.from([0x07])), [400]],
  ['a text of 900 000 characters', note(Buffer.from('a'.repeat(900_000))), [422]],
  ['100 000 lists in each other', Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), [400]],
  ['100 000 objects in each other', Buffer.from(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), [400]],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"note": ""}')]), [400]],
  ['two values', Buffer.from('{"institution": "A", "note": "a"} {}'), [400]],
  ['UTF-16', Buffer.from('{"institution": "A", "note": "a"}', 'utf16le'), [400]],
];

const NUMBERS = ['-1', '1e400', '-1e400', '99999999999999999999999', '1.5', 'NaN', 'Infinity', '0x10', '"1"', '9223372036854775808', '-9223372036854775809', 'true', '[]'];

const QUERIES = [
  'limit=-5', 'limit=0', 'limit=99999999999999999999', 'limit=1e9', 'limit=1.5', 'limit=', 'after=%00', 'after=%FF', 'search=%FF', 'search=%00',
  'search=%ED%A0%80', 'state=%FF', "search='%20OR%201=1--", 'after=%27%3B%20DROP%20TABLE%20people%3B--', 'term=%25', 'mine=maybe', 'limit=1&limit=2', '%00=1', '%FF=1', 'limit=%', 'limit=%zz',
];

const PATHS = ['/api/v1/campaigns/%FF', '/api/v1/campaigns/%00', '/api/v1/campaigns/%ED%A0%80', '/api/v1/campaigns/%zz', '/api/v1/problems/%FF',
  '/api/v1/assets/$case/frames/-1', '/api/v1/assets/$case/frames/99999999999999999999', "/api/v1/campaigns/'%20OR%20'1'='1", '/api/v1/campaigns/medal-2026%00', '/api/v1/campaigns/..%2f..'];

function mustRefuse(answer, statuses, what) {
  must(statuses.includes(answer.status), `should be ${statuses}: ${answer.status} ${answer.text.slice(0, 300)}`);
  mustBeProblem(answer, what);
}

async function attackBodies({ player, check }) {
  for (const [what, body, statuses] of NOTES) {
    await check(`${what} is refused`, async () => mustRefuse(await player.ask('contributor', 'POST', '/api/v1/me/conflicts', { headers: json, body }), statuses, what));
  }
  for (const number of NUMBERS) {
    await check(`a version of ${number} is refused`, async () => {
      const answer = await player.ask('contributor', 'PATCH', `/api/v1/problems/${player.value('problem')}`, { headers: json, body: `{"version": ${number}}` });
      mustRefuse(answer, [400, 409, 422], number);
    });
  }
  await check('another type of content is refused', async () => mustRefuse(await player.ask('contributor', 'POST', '/api/v1/me/conflicts', { headers: { 'content-type': 'text/plain' }, body: '{}' }), [415], 'text/plain'));
}

async function attackAddresses({ player, check }) {
  for (const query of QUERIES) {
    await check(`?${query} is answered without harm`, async () => {
      const answer = await player.ask('contributor', 'GET', `/api/v1/campaigns/medal-2026/problems?${query}`);
      if (answer.status === 200) must(Array.isArray(answer.json.items), answer.text.slice(0, 200));
      else mustRefuse(answer, [400, 422], query);
    });
  }
  for (const place of PATHS) {
    await check(`${place} is refused`, async () => mustRefuse(await player.ask('contributor', 'GET', player.filled(place)), [400, 404], place));
  }
  await check('2 000 query parameters are refused', async () => {
    mustRefuse(await player.ask('contributor', 'GET', `/api/v1/campaigns/medal-2026/problems?${'a&'.repeat(2000)}`), [400, 422], 'many parameters');
  });
}

export async function attackByText(context) {
  await attackBodies(context);
  await attackAddresses(context);
}
