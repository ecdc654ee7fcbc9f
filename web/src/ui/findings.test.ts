// Every code that the server can show on a page has a German sentence. There is no one place where codes stand, so they are
// read from where findings, checks and errors of imaging are made.
import { describe, expect, it } from 'vitest';
import german from '../i18n/de/findings.json';
import { DETAILED, wordingOf } from './server_text';

const SOURCES = import.meta.glob<string>(['../../../src/{imaging,contribution}/**/*.{cpp,h}', '!**/*_test.cpp', '!**/testing_*'], { query: '?raw', import: 'default', eager: true });

/** Errors of the command line, of requests and of settings: no file of a case is refused by these. */
const ELSEWHERE = new Set([
  'deid.faces', 'dicom.directory_missing', 'imaging.blank_compressed', 'imaging.encode', 'imaging.no_volume', 'imaging.ocr', 'imaging.picture_size',
  'imaging.sandbox', 'slide.database', 'slide.set',
]);
const GROUPS_ELSEWHERE = ['dicomweb', 'http', 'query', 'redact', 'segmentation', 'usage', 'viewer'];

function sources(folder: string): string[] {
  const wanted = Object.entries(SOURCES).filter(([path]) => path.includes(`/src/${folder}/`));
  return wanted.map(([, text]) => text.replaceAll(/^\s*\/\/.*$/gm, ''));
}

function codesOf(texts: string[], where: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(where)].map((match) => match[1] ?? ''));
}

function shownCodes(): string[] {
  const imaging = sources('imaging');
  const contribution = sources('contribution');
  // A code is the first word in a call, or follows the kind of an error, and a comma ends it.
  const made = codesOf(imaging, /(?:[({?:]|ErrorKind::\w+,)\s*"([a-z]+\.[a-z_]+)",/g);
  const checks = codesOf(contribution, /"(check\.[a-z_]+)"/g);
  const assets = codesOf(contribution, /"(asset\.(?!not_found)[a-z_]+)",\s*(?:"|what)/g);
  const all = new Set([...made, ...checks, ...assets]);
  return [...all].filter((code) => !ELSEWHERE.has(code) && !GROUPS_ELSEWHERE.includes(code.split('.')[0] ?? '')).sort();
}

function sentenceOf(code: string): string | undefined {
  const [group = '', name = ''] = code.split('.');
  return (german as Record<string, Record<string, string>>)[group]?.[name];
}

const known = Object.entries(german).flatMap(([group, names]) => Object.keys(names).map((name) => `${group}.${name}`));

describe('codes of findings', () => {
  const codes = shownCodes();

  it('are found in the source', () => {
    expect(codes.length).toBeGreaterThan(120);
    expect(codes).toEqual(expect.arrayContaining(['file.kind', 'dicom.depth', 'gzip.damaged', 'check.no_image', 'asset.not_shown', 'imaging.crashed']));
  });

  it('each have a German sentence', () => {
    expect(codes.filter((code) => !sentenceOf(code))).toEqual([]);
  });

  it('are all that is translated', () => {
    expect(known.filter((code) => !codes.includes(code))).toEqual([]);
    expect([...DETAILED].filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe('wordingOf', () => {
  it("is the catalogue's sentence, with the server's words behind it where they say more", () => {
    expect(wordingOf('archive.bomb', 'It grows.', sentenceOf)).toEqual({ sentence: 'Das Archiv wächst beim Entpacken über jedes Maß.' });
    expect(wordingOf('file.kind', 'This file is text.', sentenceOf)).toEqual({ sentence: 'Dateien dieser Art werden nicht angenommen.', original: 'This file is text.' });
  });

  it("is the server's text where there is no code or no sentence", () => {
    expect(wordingOf('new.code', 'Something new.', sentenceOf)).toEqual({ original: 'Something new.' });
    expect(wordingOf(undefined, 'Stored long ago.', sentenceOf)).toEqual({ original: 'Stored long ago.' });
  });
});
