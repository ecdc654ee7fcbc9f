import { describe, expect, it } from 'vitest';
import { countFrames, edited, fitted, isCovered, moved, NO_EDITS, redone, scopeOf, stretched, toSend, undone, withRange, withScope, type Region } from './regions';
import { firstScopeFor, isVolume, sizeOf, stylesFor, wordForNothing } from './kinds';
import { foundIn, type Case, type Detail, type Redaction } from './types';

const size = { columns: 100, rows: 80, frames: 10 };
const region: Region = { id: 1, x: 10, y: 20, width: 30, height: 10, frame_from: 2, frame_to: 2, style: 'fill', subject: 'text' };

describe('boxes', () => {
  it('stop at the edge and keep their size when they are moved', () => {
    expect(moved(region, -50, 500, size)).toMatchObject({ x: 0, y: 70, width: 30, height: 10 });
  });
  it('are stretched by one corner while the other stays, and are never turned inside out', () => {
    expect(stretched(region, 'nw', 5, -5, size)).toMatchObject({ x: 15, y: 15, width: 25, height: 15 });
    expect(stretched(region, 'nw', 500, 500, size)).toMatchObject({ x: 38, y: 28, width: 2, height: 2 });
    expect(stretched(region, 'se', 500, 500, size)).toMatchObject({ x: 10, y: 20, width: 90, height: 60 });
  });
  it('lie inside the image whatever was typed', () => {
    expect(fitted({ x: -4.4, y: 1000, width: 0, height: Number.NaN }, size)).toEqual({ x: 0, y: 78, width: 2, height: 2 });
  });
});

describe('frames of a box', () => {
  it('are one, a range or all', () => {
    expect(scopeOf(region, size)).toBe('frame');
    expect(scopeOf(withScope(region, 'range', 4, size), size)).toBe('range');
    expect(withScope(region, 'all', 4, size)).toMatchObject({ frame_from: 0, frame_to: 9 });
    expect(withRange(region, 7, 3, size)).toMatchObject({ frame_from: 7, frame_to: 7 });
  });
  it('are counted once where boxes share them', () => {
    expect(countFrames([region, { ...region, frame_from: 0, frame_to: 4 }, { ...region, frame_from: 8, frame_to: 9 }])).toBe(7);
    expect(countFrames([])).toBe(0);
  });
  it('decide whether a found box is covered', () => {
    const box = { x: 12, y: 21, width: 10, height: 5, frame: 2 };
    expect(isCovered(box, [region])).toBe(true);
    expect(isCovered({ ...box, frame: 3 }, [region])).toBe(false);
    const seen = { ...box, frame: 2, lastFrame: 8 };
    expect(isCovered(seen, [region, { ...region, frame_from: 4, frame_to: 9 }])).toBe(false);
    expect(isCovered(seen, [{ ...region, frame_to: 3 }, { ...region, frame_from: 4, frame_to: 9 }])).toBe(true);
  });
});

describe('kinds of images', () => {
  const detail = (kind: string, more = {}) => ({ asset: { kind, frames: 60 }, rows: 80, columns: 100, frames: [{}], ...more }) as unknown as Detail;
  it('count the frames of films and volumes, which are one file', () => {
    expect(sizeOf(detail('video'))).toEqual({ columns: 100, rows: 80, frames: 60 });
  });
  it('are only filled where they are shown in tiles', () => {
    expect(stylesFor(detail('slide', { pyramid: { tile_px: 512, levels: [] } }))).toEqual(['fill']);
    expect(stylesFor(detail('video'))).toContain('blur');
  });
  it('have a face to remove when they are volumes', () => {
    expect([isVolume(detail('nifti_volume')), isVolume(detail('video')), isVolume(detail('dicom_series', { modality: 'PT', frames: Array(140) })), isVolume(detail('dicom_series', { modality: 'US', frames: Array(140) }))]).toEqual([true, false, true, false]);
  });
  it('say how far a search went that found nothing', () => {
    const words = ['slide', 'nifti_volume', 'video'].map((kind) => wordForNothing(detail(kind), 'text'));
    expect(words).toEqual(['nothing_found_slide', 'not_searched', 'nothing_found_text']);
    expect(wordForNothing(detail('slide'), 'face')).toBe('not_searched');
  });
  it('give a new box one slice of a volume, and all frames of a film', () => {
    expect([firstScopeFor(detail('nifti_volume')), firstScopeFor(detail('video'))]).toEqual(['frame', 'all']);
  });
});

describe('undo', () => {
  it('goes back and forth, and a new deed ends the way forth', () => {
    const one = edited(NO_EDITS, [region]);
    const two = edited(one, []);
    expect(undone(two).now).toEqual([region]);
    expect(redone(undone(two)).now).toEqual([]);
    expect(redone(edited(undone(two), [region, region]))).toMatchObject({ now: [region, region], future: [] });
    expect(undone(NO_EDITS)).toEqual(NO_EDITS);
  });
});

describe('what is sent and what was found', () => {
  it('sends no number of our own', () => {
    expect(toSend([region])[0]).not.toHaveProperty('id');
  });
  it('knows who dismissed a box', () => {
    const box = { asset_id: 'a', frame: 2, x: 1, y: 2, width: 3, height: 4, text_class: 'text' as const, confidence: 0.9, is_painted_over: false };
    const one = { checks: [{ kind: 'burned_in_text', evidence: { boxes: [box, { ...box, x: 50 }, { ...box, asset_id: 'b' }] } }, { kind: 'quality', evidence: {} }] } as unknown as Case;
    const said = { kind: 'dismissal', asset_id: 'a', person_name: 'Ada', regions: [{ ...region, x: 1, y: 2, width: 3, height: 4 }] } as unknown as Redaction;
    expect(foundIn(one, 'a', [said]).map((found) => found.dismissedBy)).toEqual(['Ada', undefined]);
  });
  it('knows how long a face is seen', () => {
    const box = { asset_id: 'a', frame: 2, last_frame: 9, x: 1, y: 2, width: 3, height: 4, confidence: 0.9, is_painted_over: false };
    const one = { checks: [{ kind: 'face', evidence: { boxes: [box] } }] } as unknown as Case;
    expect(foundIn(one, 'a', [])[0]).toMatchObject({ frame: 2, lastFrame: 9, subject: 'face' });
  });
});
