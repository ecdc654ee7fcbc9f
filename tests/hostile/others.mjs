// Another person's draft, case, upload; another site's form; a wrong token of the session.
import { mustBeProblem } from '../contract/claims.mjs';
import { must } from '../support/server.mjs';

const json = { 'content-type': 'application/json' };
const TUS = { 'tus-resumable': '1.0.0' };

export async function attackByOthers({ player, check }) {
  const refused = async (who, method, place, request, statuses) => {
    const answer = await player.ask(who, method, player.filled(place), request);
    must(statuses.includes(answer.status), `should be ${statuses}: ${answer.status} ${answer.text.slice(0, 300)}`);
    if (method !== 'HEAD') mustBeProblem(answer, place);
  };
  const metadata = `case_id ${Buffer.from(player.value('case')).toString('base64')}`;
  const made = await player.ask('contributor', 'POST', '/files', { headers: { ...TUS, 'upload-length': '5', 'upload-metadata': metadata } });
  const upload = made.headers.get('location');
  const part = { headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body: 'hello' };
  const hidden = [
    ['draft', 'GET', '/api/v1/problems/$problem'], ['draft', 'PATCH', '/api/v1/problems/$problem', { headers: json, body: '{"title": "Stolen by another person"}' }],
    ['draft', 'POST', '/api/v1/problems/$problem/actions', { headers: json, body: '{"action": "withdraw"}' }],
    ['case', 'GET', '/api/v1/cases/$case'], ['case', 'POST', '/api/v1/cases/$case/actions', { headers: json, body: '{"action": "withdraw"}' }],
    ['upload', 'HEAD', upload, { headers: TUS }], ['upload', 'PATCH', upload, part], ['upload', 'DELETE', upload, { headers: TUS }],
    ['case', 'POST', '/files', { headers: { ...TUS, 'upload-length': '5', 'upload-metadata': metadata } }],
  ];
  for (const [what, method, place, request] of hidden) {
    await check(`another person's ${what}: ${method} ${place.replace(/[0-9a-f-]{30,}/, '…')} is not there`, () => refused('other', method, place, request, [403, 404]));
    await check(`a stranger: ${method} ${place.replace(/[0-9a-f-]{30,}/, '…')} is refused`, () => refused('stranger', method, place, request, method === 'GET' && what === 'draft' ? [404] : [401]));
  }
  const change = (headers) => ['contributor', 'PATCH', '/api/v1/me', { headers: { ...json, ...headers }, body: '{"display_name": "Changed by another site"}' }, [403]];
  await check('a change without the token of the session is refused', () => refused(...change({ 'x-csrf-token': null })));
  await check('a change with a wrong token of the session is refused', () => refused(...change({ 'x-csrf-token': 'x'.repeat(43) })));
  await check('a change from another site is refused', () => refused(...change({ 'sec-fetch-site': 'cross-site' })));
  await check('a change from another origin is refused', () => refused(...change({ origin: 'https://evil.example' })));
  await check('a forged session is refused', () => refused('stranger', 'GET', '/api/v1/me', { headers: { cookie: `medal_session=${'A'.repeat(43)}` } }, [401]));
  await check('a forged token is refused', () => refused('stranger', 'GET', '/api/v1/me', { headers: { authorization: `Bearer medal_${'A'.repeat(43)}` } }, [401]));
  await check('nothing of it has changed anything', async () => must((await player.ask('contributor', 'GET', '/api/v1/me')).json.display_name === 'Carla Contri', 'the name was changed'));
}
