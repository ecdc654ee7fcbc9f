// The blind answer while it is being given.
import { readNumber } from '../contribution/item_draft';
import type { Answer, AnswerSpec } from '../contribution/types';
import type { Box } from '../../viewer';

export interface Given {
  option?: string;
  text: string;
  boxes: Box[];
}

export const NOTHING: Given = { text: '', boxes: [] };

/** The answer to send, or undefined as long as it is not complete. */
export function answerOf(spec: AnswerSpec, given: Given): Answer | undefined {
  const text = given.text.trim();
  switch (spec.type) {
    case 'single_choice':
      return given.option === undefined ? undefined : { type: 'single_choice', option: given.option };
    case 'number': {
      const value = readNumber(given.text);
      return value === undefined ? undefined : { type: 'number', value, unit: spec.unit };
    }
    case 'short_text':
      return text === '' || text.length > spec.max_characters ? undefined : { type: 'short_text', text };
    case 'box':
      return given.boxes.length === 0 ? undefined : { type: 'box', boxes: given.boxes };
  }
}

/** The option that a number key chooses: 1 is the first, 0 the tenth. */
export function optionForKey(spec: AnswerSpec, key: string): string | undefined {
  if (spec.type !== 'single_choice' || !/^[0-9]$/.test(key)) return undefined;
  return spec.options[key === '0' ? 9 : Number(key) - 1]?.key;
}
