import { describe, expect, it } from 'vitest';
import { answerOf, NOTHING, optionForKey } from './answer';

const choice = { type: 'single_choice' as const, options: [{ key: 'a', text: 'Yes' }, { key: 'b', text: 'No' }] };

describe('the blind answer', () => {
  it('is nothing until it is complete', () => {
    expect(answerOf(choice, NOTHING)).toBeUndefined();
    expect(answerOf({ type: 'number', unit: 'mm' }, { ...NOTHING, text: 'x' })).toBeUndefined();
    expect(answerOf({ type: 'box', asset_id: 'A', instruction: '' }, NOTHING)).toBeUndefined();
    expect(answerOf({ type: 'short_text', max_characters: 3 }, { ...NOTHING, text: 'long' })).toBeUndefined();
  });
  it('takes the unit of the question and the decimal comma', () => {
    expect(answerOf({ type: 'number', unit: 'mm' }, { ...NOTHING, text: '4,2' })).toEqual({ type: 'number', value: 4.2, unit: 'mm' });
  });
  it('lets number keys choose existing options only', () => {
    expect(optionForKey(choice, '2')).toBe('b');
    expect(optionForKey(choice, '3')).toBeUndefined();
    expect(optionForKey(choice, '0')).toBeUndefined();
  });
});
