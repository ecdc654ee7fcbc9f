import { describe, expect, it } from 'vitest';
import { draftOf, emptyForm, errorsOf, formOf, readNumber, type ItemForm } from './item_draft';
import type { Item } from './types';

const asset = { id: 'A', kind: 'raster', frames: 1, rows: 10, columns: 10, bytes: 1, thumbnail_url: '' } as const;

function form(change: Partial<ItemForm>): ItemForm {
  return {
    ...emptyForm('en', [asset]),
    stem: 'Which finding is shown here?',
    rationale: 'Because.',
    standard: 'single_expert',
    options: ['Yes', 'No'],
    ...change,
  };
}

describe('the question form', () => {
  it('accepts a complete question of each answer type', () => {
    expect(errorsOf(form({}))).toEqual({});
    expect(errorsOf(form({ type: 'number', value: '12,5', tolerance: '0' }))).toEqual({});
    expect(errorsOf(form({ type: 'short_text', canonical: 'Pneumothorax' }))).toEqual({});
    const boxes = [{ frame: 0, x: 1, y: 1, width: 3, height: 3 }];
    expect(errorsOf(form({ type: 'box', boxes }))).toEqual({});
  });
  it('names the field that is wrong', () => {
    expect(errorsOf(form({ stem: 'short' })).stem).toBe('error_stem');
    expect(errorsOf(form({ options: ['Yes', ' yes '] })).options).toBe('error_option_twice');
    expect(errorsOf(form({ type: 'number', value: 'x', tolerance: '-1' }))).toMatchObject({
      value: 'error_number',
      tolerance: 'error_tolerance',
    });
    expect(errorsOf(form({ type: 'box' })).boxes).toBe('error_boxes');
    expect(errorsOf(form({ assetIds: [] })).assetIds).toBe('error_assets');
  });
  it('reads the decimal comma', () => {
    expect(readNumber(' 3,5 ')).toBe(3.5);
    expect(readNumber('')).toBeUndefined();
    expect(readNumber('3,5,1')).toBeUndefined();
  });
  it('is filled again with what was saved, whatever the type of its answer', () => {
    const boxes = [{ frame: 0, x: 1, y: 1, width: 3, height: 3 }];
    const forms: Partial<ItemForm>[] = [
      { options: ['Yes', 'No', 'Perhaps'], right: 2, difficultyNote: 'Small.', referenceNote: 'Two readers.' },
      { type: 'number', unit: 'mm', value: '12.5', tolerance: '2', toleranceKind: 'relative' },
      { type: 'short_text', canonical: 'Pneumothorax', synonyms: ['air'], codes: [{ system: 'SNOMED CT', code: '36118008' }], maxCharacters: 40 },
      { type: 'box', instruction: 'Mark it.', boxes, iou: 0.4 },
    ];
    for (const one of forms) {
      const draft = draftOf(form(one));
      const item = { ...draft, assets: [asset] } as unknown as Item;
      expect(draftOf(formOf(item, [asset]))).toEqual(draft);
    }
  });
  it('sends the right option by its key', () => {
    expect(draftOf(form({ right: 1 }))).toMatchObject({
      answer_spec: { options: [{ key: 'a', text: 'Yes' }, { key: 'b', text: 'No' }] },
      reference: { type: 'single_choice', option: 'b' },
    });
  });
});
