import { expect, it } from 'vitest';
import type { Campaign } from '../../api/types';
import { fileOf, jsonText, parsedOr, withJson } from './draft';

const campaign: Campaign = {
  id: '1', slug: 'medal', version: 3, title: { en: 'MEDAL' }, summary: { en: 's' }, description: {}, phases: [], taxonomy: { axes: [] }, rubric: { criteria: [] },
  policy: { min_reviews: 2, licences: ['CC-BY-4.0'], consent_statements: [], four_eyes: false }, quotas: [], allowed_actions: ['change'],
};

it('sends nothing that is not part of the file', () => {
  expect(Object.keys(fileOf(campaign)).sort()).toEqual(['description', 'phases', 'policy', 'quotas', 'rubric', 'slug', 'summary', 'taxonomy', 'title']);
});

it('puts the edited JSON back where it belongs', () => {
  const json = jsonText(campaign).replace('"quotas": []', '"quotas": [{"axis":"modality","term":"ct","minimum":5}]');
  const file = withJson(fileOf(campaign), json);
  expect(file.quotas[0]?.minimum).toBe(5);
  expect(file.policy.licences).toEqual(['CC-BY-4.0']);
});

it('tells what is not the expected JSON', () => {
  expect(parsedOr('{')).toBeUndefined();
  expect(parsedOr('null')).toBeUndefined();
  expect(parsedOr('{"taxonomy":{}}')).toBeUndefined();
});
