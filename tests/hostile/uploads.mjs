// Malformed tus: lengths, offsets, metadata, checksums, and parts that are longer than they may be.
import { createHash } from 'node:crypto';
import { mustBeProblem } from '../contract/claims.mjs';
import { must } from '../support/server.mjs';

const TUS = { 'tus-resumable': '1.0.0' };
const PART = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const base64 = (text) => Buffer.from(text).toString('base64');

const creations = (caseId) => [
  ['no length', {}, [400, 422]],
  ['a negative length', { 'upload-length': '-1' }, [400, 422]],
  ['a length in words', { 'upload-length': 'ten' }, [400, 422]],
  ['a length with an exponent', { 'upload-length': '1e3' }, [400, 422]],
  ['a length above 64 bits', { 'upload-length': '99999999999999999999999' }, [400, 413, 422]],
  ['a length above the limit', { 'upload-length': '9223372036854775807' }, [413]],
  ['a deferred length', { 'upload-length': '5', 'upload-defer-length': '1' }, [400, 422]],
  ['metadata that is no base64', { 'upload-length': '5', 'upload-metadata': 'case_id !!!!' }, [400, 422]],
  ['metadata without a case', { 'upload-length': '5', 'upload-metadata': `name ${base64('x')}` }, [400, 404, 422]],
  ['no metadata', { 'upload-length': '5' }, [400, 404, 422]],
  ['metadata with a key twice', { 'upload-length': '5', 'upload-metadata': `case_id ${base64(caseId)},case_id ${base64(caseId)}` }, [400, 422]],
  ['a case that is no id', { 'upload-length': '5', 'upload-metadata': `case_id ${base64('../../etc')}` }, [400, 404, 422]],
  ['metadata of 12 KB', { 'upload-length': '5', 'upload-metadata': `case_id ${base64('x'.repeat(9000))}` }, [400, 422, 431]],
  ['another version of tus', { 'tus-resumable': '0.2.2', 'upload-length': '5' }, [412]],
];

const parts = [
  ['an offset below zero', { 'upload-offset': '-1' }, 'hello', [400, 422]],
  ['an offset beyond the end', { 'upload-offset': '900' }, 'hello', [409, 413]],
  ['an offset that is not the present one', { 'upload-offset': '3' }, 'hello', [409]],
  ['no offset', {}, 'hello', [400, 422]],
  ['an offset in words', { 'upload-offset': 'start' }, 'hello', [400, 422]],
  ['a part longer than the file', { 'upload-offset': '0' }, 'x'.repeat(50), [413]],
  ['another type of content', { 'upload-offset': '0', 'content-type': 'text/plain' }, 'hello', [415]],
  ['a checksum of an unknown kind', { 'upload-offset': '0', 'upload-checksum': `crc0 ${base64('x')}` }, 'hello', [400]],
  ['a checksum without a value', { 'upload-offset': '0', 'upload-checksum': 'sha1' }, 'hello', [400]],
  ['a checksum that is no base64', { 'upload-offset': '0', 'upload-checksum': 'sha256 ????' }, 'hello', [400]],
  ['a checksum that does not fit', { 'upload-offset': '0', 'upload-checksum': `sha256 ${createHash('sha256').update('other').digest('base64')}` }, 'hello', [460]],
];

async function refused(context, what, request, statuses) {
  const answer = await context.player.ask(...request);
  must(statuses.includes(answer.status), `should be ${statuses}: ${answer.status} ${answer.text.slice(0, 300)}`);
  mustBeProblem(answer, what);
}

async function begin({ player }) {
  const metadata = `case_id ${base64(player.value('case'))}`;
  const made = await player.ask('contributor', 'POST', '/files', { headers: { ...TUS, 'upload-length': '20', 'upload-metadata': metadata } });
  must(made.status === 201, made.text);
  return made.headers.get('location');
}

export async function attackUploads(context) {
  const { player, check } = context;
  for (const [what, headers, statuses] of creations(player.value('case'))) {
    await check(`an upload with ${what} is refused`, () => refused(context, what, ['contributor', 'POST', '/files', { headers: { ...TUS, ...headers } }], statuses));
  }
  const place = await begin(context);
  for (const [what, headers, body, statuses] of parts) {
    await check(`a part with ${what} is refused`, () => refused(context, what, ['contributor', 'PATCH', place, { headers: { ...PART, ...headers }, body }], statuses));
  }
  await check('after all of it the upload is where it was, and takes its bytes', async () => {
    const head = await player.ask('contributor', 'HEAD', place, { headers: TUS });
    must(head.headers.get('upload-offset') === '0', `the offset is ${head.headers.get('upload-offset')}`);
    const sent = await player.ask('contributor', 'PATCH', place, { headers: { ...PART, 'upload-offset': '0' }, body: 'x'.repeat(20) });
    must(sent.status === 204, sent.text);
  });
  for (const id of ['no-such-upload', '..%2f..%2fmedal.db', '%00', '%FF', '01890000-0000-7000-8000-000000000000']) {
    await check(`the upload ${id} is not there`, () => refused(context, id, ['contributor', 'PATCH', `/files/${id}`, { headers: { ...PART, 'upload-offset': '0' }, body: 'x' }], [400, 404, 410]));
  }
}
