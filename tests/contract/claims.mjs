// What a scenario says of an answer, checked.
import { isDeepStrictEqual } from 'node:util';
import { must } from '../support/server.mjs';

/** `.items.0.id`, `.items[key=value].id`; undefined where there is nothing. */
export function pick(json, path) {
  let place = json;
  for (const part of path.slice(1).match(/[^.[\]]+|\[[^\]]*\]/g) ?? []) {
    if (place === undefined || place === null) return undefined;
    const [, key, value] = /^\[(\w+)=(.*)\]$/.exec(part) ?? [];
    place = key ? place.find?.((one) => String(one[key]) === value) : place[part];
  }
  return place;
}

/** An object in a list fits when everything that is asked for is in it. */
function fits(whole, part) {
  if (part === null || typeof part !== 'object') return isDeepStrictEqual(whole, part);
  if (whole === null || typeof whole !== 'object') return false;
  return Object.entries(part).every(([key, value]) => fits(whole[key], value));
}

const includes = (place, part) => (Array.isArray(place) ? place.some((one) => fits(one, part)) : typeof place === 'string' ? place.includes(part) : fits(place, part));

const OPS = {
  '=': (place, value) => isDeepStrictEqual(place, value),
  '!=': (place, value) => !isDeepStrictEqual(place, value),
  has: includes,
  lacks: (place, value) => !includes(place, value),
  count: (place, value) => place?.length === value,
  holds: includes,
  absent: (place) => place === undefined,
  present: (place) => place !== undefined,
};

export const subjectOf = (answer, subject) => {
  if (subject === 'body') return answer.text;
  if (subject.startsWith('^')) return answer.headers.get(subject.slice(1)) ?? undefined;
  return pick(answer.json, subject);
};

export function holds(answer, claim, fill) {
  const place = subjectOf(answer, claim.subject);
  if (claim.op === 'matches') return new RegExp(claim.value.slice(1, -1)).test(String(place));
  const value = claim.value === undefined ? undefined : JSON.parse(fill(claim.value));
  return OPS[claim.op](place, value);
}

export function check(answer, step, fill) {
  const said = `${answer.status} ${answer.text.slice(0, 500)}`;
  if (step.status) must(answer.status === step.status, `${step.at}: ${step.who} ${step.method} ${fill(step.path)} should be ${step.status}: ${said}`);
  for (const claim of step.claims) must(holds(answer, claim, fill), `${step.at}: not so: ${claim.text}: ${said}`);
  // What a store did not take is told as the standard wants it (PS3.18, annex I).
  const isStoreAnswer = answer.headers.get('content-type') === 'application/dicom+json';
  if (answer.status >= 400 && step.method !== 'HEAD' && !isStoreAnswer) mustBeProblem(answer, step.at);
}

/** RFC 9457, and what every refusal of ours says. */
export function mustBeProblem(answer, at) {
  must(answer.headers.get('content-type') === 'application/problem+json', `${at}: a refusal is problem+json: ${answer.status} ${answer.headers.get('content-type')} ${answer.text.slice(0, 200)}`);
  for (const key of ['title', 'detail', 'code', 'request_id']) must(typeof answer.json?.[key] === 'string' && answer.json[key] !== '', `${at}: a refusal has ${key}: ${answer.text.slice(0, 300)}`);
  must(answer.json.status === answer.status, `${at}: the status in the document is ${answer.json.status}`);
}
