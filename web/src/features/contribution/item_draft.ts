// The state of the question form, what is still wrong with it, and the draft that is sent.
import type { Box } from '../../viewer';
import type { AnswerSpec, AnswerType, Asset, Item, ItemDraft, Reference } from './types';

export interface ItemForm {
  stem: string;
  language: string;
  type: AnswerType;
  options: string[];
  right: number;
  unit: string;
  value: string;
  tolerance: string;
  toleranceKind: 'absolute' | 'relative';
  canonical: string;
  synonyms: string[];
  /** Nobody writes them here; those of a question made by a program stay. */
  codes: { system: string; code: string }[];
  maxCharacters: number;
  assetId: string;
  instruction: string;
  boxes: Box[];
  iou: number;
  rationale: string;
  standard: string;
  referenceNote: string;
  difficultyNote: string;
  assetIds: string[];
}

export function emptyForm(language: string, assets: Asset[]): ItemForm {
  return {
    stem: '',
    language,
    type: 'single_choice',
    options: ['', ''],
    right: 0,
    unit: '',
    value: '',
    tolerance: '',
    toleranceKind: 'absolute',
    canonical: '',
    synonyms: [],
    codes: [],
    maxCharacters: 200,
    assetId: assets[0]?.id ?? '',
    instruction: '',
    boxes: [],
    iou: 0.5,
    rationale: '',
    standard: '',
    referenceNote: '',
    difficultyNote: '',
    assetIds: assets.map((asset) => asset.id),
  };
}

function answerOf({ answer_spec: spec, reference }: Item): Partial<ItemForm> {
  const form: Partial<ItemForm> = { type: spec.type };
  if (spec.type === 'single_choice') {
    form.options = spec.options.map((one) => one.text);
    if (reference?.type === 'single_choice') form.right = Math.max(0, spec.options.findIndex((one) => one.key === reference.option));
  }
  if (spec.type === 'number') form.unit = spec.unit;
  if (reference?.type === 'number') Object.assign(form, { value: String(reference.value), tolerance: String(reference.tolerance), toleranceKind: reference.tolerance_kind });
  if (spec.type === 'short_text') form.maxCharacters = spec.max_characters;
  if (reference?.type === 'short_text') Object.assign(form, { canonical: reference.canonical, synonyms: reference.synonyms, codes: reference.codes });
  if (spec.type === 'box') Object.assign(form, { assetId: spec.asset_id, instruction: spec.instruction });
  if (reference?.type === 'box') Object.assign(form, { boxes: reference.boxes, iou: reference.iou_threshold });
  return form;
}

/** The form as it was when the question was saved. */
export function formOf(item: Item, assets: Asset[]): ItemForm {
  return {
    ...emptyForm(item.language, assets),
    ...answerOf(item),
    stem: item.stem,
    standard: item.reference_standard,
    rationale: item.rationale ?? '',
    referenceNote: item.reference_note ?? '',
    difficultyNote: item.difficulty_note ?? '',
    assetIds: item.assets.map((asset) => asset.id),
  };
}

/** a, b, c … : at most ten options, so letters are enough. */
export function keyOf(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}

/** Accepts the decimal comma; undefined when it is no number. */
export function readNumber(text: string): number | undefined {
  const cleaned = text.trim().replace(',', '.');
  if (cleaned === '') return undefined;
  const value = Number(cleaned);
  return Number.isFinite(value) ? value : undefined;
}

export type FormErrors = Partial<Record<keyof ItemForm, string>>;

function answerErrors(form: ItemForm): FormErrors {
  const errors: FormErrors = {};
  if (form.type === 'single_choice') {
    const texts = form.options.map((text) => text.trim().toLowerCase());
    if (texts.some((text) => text === '')) errors.options = 'error_option_empty';
    else if (new Set(texts).size < texts.length) errors.options = 'error_option_twice';
  }
  if (form.type === 'number') {
    if (readNumber(form.value) === undefined) errors.value = 'error_number';
    const tolerance = readNumber(form.tolerance);
    if (tolerance === undefined || tolerance < 0) errors.tolerance = 'error_tolerance';
  }
  if (form.type === 'short_text' && form.canonical.trim() === '') errors.canonical = 'error_required';
  if (form.type === 'box' && form.boxes.length === 0) errors.boxes = 'error_boxes';
  return errors;
}

/** Catalogue keys by field; empty when the draft may be sent. The server checks again. */
export function errorsOf(form: ItemForm): FormErrors {
  const errors = answerErrors(form);
  const length = form.stem.trim().length;
  if (length < 10 || length > 4000) errors.stem = 'error_stem';
  if (form.standard === '') errors.standard = 'error_required';
  if (form.rationale.trim() === '') errors.rationale = 'error_required';
  if (form.assetIds.length === 0) errors.assetIds = 'error_assets';
  if (form.type === 'box' && !form.assetIds.includes(form.assetId)) errors.assetId = 'error_box_asset';
  return errors;
}

function specOf(form: ItemForm): AnswerSpec {
  switch (form.type) {
    case 'single_choice':
      return { type: 'single_choice', options: form.options.map((text, index) => ({ key: keyOf(index), text: text.trim() })) };
    case 'number':
      return { type: 'number', unit: form.unit.trim() };
    case 'short_text':
      return { type: 'short_text', max_characters: form.maxCharacters };
    case 'box':
      return { type: 'box', asset_id: form.assetId, instruction: form.instruction.trim() };
  }
}

function referenceOf(form: ItemForm): Reference {
  switch (form.type) {
    case 'single_choice':
      return { type: 'single_choice', option: keyOf(form.right) };
    case 'number':
      return {
        type: 'number',
        value: readNumber(form.value) ?? 0,
        unit: form.unit.trim(),
        tolerance: readNumber(form.tolerance) ?? 0,
        tolerance_kind: form.toleranceKind,
      };
    case 'short_text':
      return { type: 'short_text', canonical: form.canonical.trim(), synonyms: form.synonyms, codes: form.codes };
    case 'box':
      return { type: 'box', boxes: form.boxes, iou_threshold: form.iou };
  }
}

export function draftOf(form: ItemForm): ItemDraft {
  return {
    stem: form.stem.trim(),
    language: form.language,
    answer_spec: specOf(form),
    reference: referenceOf(form),
    rationale: form.rationale.trim(),
    reference_standard: form.standard,
    reference_note: form.referenceNote.trim(),
    difficulty_note: form.difficultyNote.trim(),
    asset_ids: form.assetIds,
  };
}
