import { DetailedError, type HttpResponse } from 'tus-js-client';
import { describe, expect, it } from 'vitest';
import { uploadFailureOf } from './upload_failure';

function answered(status: number, problem: object): DetailedError {
  const response = { getStatus: () => status, getBody: () => JSON.stringify(problem) } as unknown as HttpResponse;
  return Object.assign(new DetailedError('failed'), { originalResponse: response });
}

describe('uploadFailureOf', () => {
  it('knows an ended session, and the token of one before', () => {
    expect(uploadFailureOf(answered(401, { code: 'session.ended' }))).toEqual({ kind: 'session' });
    expect(uploadFailureOf(answered(403, { code: 'csrf.token_wrong' }))).toEqual({ kind: 'session' });
  });

  it('tells what the server refuses in its words, also where somebody may not do it', () => {
    expect(uploadFailureOf(answered(403, { code: 'case.not_yours', detail: 'This case is not yours.', hint: 'Ask its author.' }))).toEqual({ kind: 'refused', message: 'This case is not yours. Ask its author.' });
    expect(uploadFailureOf(answered(413, { detail: 'Too large.' }))).toEqual({ kind: 'refused', message: 'Too large.' });
  });

  it('knows a server that cannot be reached, and makes nothing up of anything else', () => {
    expect(uploadFailureOf(answered(503, {}))).toEqual({ kind: 'network' });
    expect(uploadFailureOf(answered(400, {}))).toEqual({ kind: 'unknown' });
    expect(uploadFailureOf(new Error('x'))).toEqual({ kind: 'unknown' });
  });
});
