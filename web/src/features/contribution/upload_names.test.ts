import { beforeEach, describe, expect, it } from 'vitest';
import { claimUploadNames, forgetAllUploadNames, forgetUploadNames, keepUploadName, uploadIdOf, uploadNamesOf } from './upload_names';

function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    clear: () => entries.clear(),
    getItem: (key) => entries.get(key) ?? null,
    key: (index) => [...entries.keys()][index] ?? null,
    removeItem: (key) => void entries.delete(key),
    setItem: (key, value) => void entries.set(key, value),
  };
}

describe('names of uploads', () => {
  beforeEach(() => {
    globalThis.sessionStorage = storage();
  });

  it('are known by the id of the upload, in their case only', () => {
    keepUploadName('case-1', 'up-1', 'IM_0007.dcm');
    keepUploadName('case-1', 'up-2', 'head.zip');
    keepUploadName('case-2', 'up-3', 'other.dcm');
    expect(uploadNamesOf('case-1')).toEqual({ 'up-1': 'IM_0007.dcm', 'up-2': 'head.zip' });
  });

  it('go when the case has left processing, but for files that were held back and uploads still to be processed', () => {
    for (const id of ['taken', 'held', 'waiting']) keepUploadName('case-1', id, `${id}.dcm`);
    forgetUploadNames('case-1', (id) => id !== 'taken');
    expect(uploadNamesOf('case-1')).toEqual({ held: 'held.dcm', waiting: 'waiting.dcm' });
    forgetUploadNames('case-1', () => false);
    expect(sessionStorage.length).toBe(0);
  });

  it('all go at sign-out, and nothing else does', () => {
    keepUploadName('case-1', 'up-1', 'a.dcm');
    keepUploadName('case-2', 'up-2', 'b.dcm');
    sessionStorage.setItem('other', 'stays');
    forgetAllUploadNames();
    expect(uploadNamesOf('case-1')).toEqual({});
    expect(sessionStorage.length).toBe(1);
  });

  it('stay with their person and go when another comes', () => {
    claimUploadNames('ann');
    keepUploadName('case-1', 'up-1', 'a.dcm');
    claimUploadNames('ann');
    expect(uploadNamesOf('case-1')).toEqual({ 'up-1': 'a.dcm' });
    claimUploadNames('bob');
    expect(uploadNamesOf('case-1')).toEqual({});
  });

  it('are no more than it can read, whatever stands there', () => {
    sessionStorage.setItem('medal-upload-names:case-1', '{"a": 5, "b": "b.dcm"');
    expect(uploadNamesOf('case-1')).toEqual({});
    sessionStorage.setItem('medal-upload-names:case-1', '{"a": 5, "b": "b.dcm"}');
    expect(uploadNamesOf('case-1')).toEqual({ b: 'b.dcm' });
  });

  it('belong to the last part of an address', () => {
    expect(uploadIdOf('http://localhost/files/0189-ab?x=1')).toBe('0189-ab');
    expect(uploadIdOf(null)).toBeUndefined();
  });
});
