// An upload that goes on after every loss of the connection, as the web app's does: HEAD, then the rest.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../examples/demo/client.mjs';

const PIECE = 16 * 1024;
const PAUSE_MS = 2;
const TUS = { 'tus-resumable': '1.0.0' };

async function* slowly(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    await sleep(PAUSE_MS);
  }
}

export class PatientUploader {
  constructor(person, caseId) {
    this.person = person;
    this.caseId = caseId;
    this.known = new Set();
  }

  async create(length) {
    const made = await this.person.send('POST', '/files', undefined, {
      ...TUS, 'upload-length': String(length), 'upload-metadata': `case_id ${Buffer.from(this.caseId).toString('base64')}`,
    });
    return new URL(made.headers.get('location'), this.person.url).pathname;
  }

  async offset(place) {
    const answer = await this.person.send('HEAD', place, undefined, TUS);
    return Number(answer.headers.get('upload-offset'));
  }

  async rest(place, bytes, from) {
    const headers = { ...TUS, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream', cookie: this.person.cookie, 'x-csrf-token': this.person.csrf };
    const answer = await fetch(this.person.url + place, { method: 'PATCH', headers, body: slowly(bytes.subarray(from)), duplex: 'half' });
    if (!answer.ok) throw new ApiError('PATCH', place, answer.status, await answer.text());
  }

  async send(file) {
    const bytes = await readFile(file);
    let place = null;
    let sent = 0;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      try {
        place ??= await this.create(bytes.length);
        this.known.add(place.split('/').at(-1));
        const offset = await this.offset(place);
        if (offset < sent) throw new Error(`the server lost bytes of an upload: it has ${offset}, and had confirmed ${sent}`);
        sent = offset;
        if (offset === bytes.length) return;
        await this.rest(place, bytes, offset);
        sent = bytes.length;
        return;
      } catch (error) {
        const isLocked = error instanceof ApiError && error.status === 409;
        if (!isLocked && (error instanceof ApiError || /lost bytes/.test(error.message))) throw error;
        await sleep(50);
      }
    }
    throw new Error('the upload does not end');
  }

  /** An upload whose creation was heard by the server only: the contributor sees it in the list and removes it. */
  async removeStrays() {
    const one = await this.person.get(`/api/v1/cases/${this.caseId}`);
    for (const upload of one.uploads) {
      if (!this.known.has(upload.id)) await this.person.send('DELETE', `/files/${upload.id}`, undefined, TUS);
    }
  }
}
