// What every route must refuse, derived from the OpenAPI document: made from a request that was accepted before.
import { must } from '../support/server.mjs';
import { mustBeProblem } from './claims.mjs';
import { visitsOf } from './coverage.mjs';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A token may end itself, whatever else it may do. */
const ENDS_ITSELF = new Set(['signOut']);
const NOBODY = '01890000-0000-7000-8000-000000000000';

const jsonBodyOf = (operation) => operation.requestBody?.content?.['application/json']?.schema;
const followed = (schema, components) => (schema?.$ref ? components[schema.$ref.split('/').at(-1)] : schema);

/** A value that a member of this schema cannot have. */
function wrongFor(schema) {
  if (schema.type === 'string') return 7;
  if (schema.type === 'boolean') return 'yes';
  return schema.type === 'array' ? {} : 'seven';
}

class Refusals {
  constructor({ player, operation, visit, schema }) {
    Object.assign(this, { player, operation, visit, schema });
    this.valid = visit.body && schema ? JSON.parse(visit.body) : undefined;
  }

  async ask(change = {}) {
    const headers = { ...this.visit.headers, ...change.headers };
    return this.player.ask(change.who ?? this.visit.who, this.operation.method, change.path ?? this.visit.path, { headers, body: change.body ?? this.visit.body });
  }

  async refused(what, change, { status, code, field }) {
    const answer = await this.ask(change);
    const said = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
    must(answer.status === status, `should be ${status}: ${said}`);
    mustBeProblem(answer, what);
    if (code) must(answer.json.code === code, `should be ${code}: ${said}`);
    if (field) must(answer.json.field === field, `should name ${field}: ${said}`);
  }

  async body() {
    const send = (value) => ({ body: JSON.stringify(value) });
    await this.refused('an unknown field', send({ ...this.valid, no_such_field: 1 }), { status: 422, code: 'json.unknown_field', field: '/no_such_field' });
    for (const name of this.schema.required ?? []) {
      const { [name]: _, ...rest } = this.valid;
      await this.refused(`without ${name}`, send(rest), { status: 422, code: 'json.missing_field', field: `/${name}` });
    }
    for (const [name, member] of Object.entries(this.schema.properties ?? {})) {
      const wrong = wrongFor(member);
      await this.refused(`${name} of a wrong type`, send({ ...this.valid, [name]: wrong }), { status: 422, field: `/${name}` });
    }
    for (const [name, value] of Object.entries(this.valid).slice(0, 1)) {
      const twice = `{${JSON.stringify(name)}:${JSON.stringify(value)},${JSON.stringify(this.valid).slice(1)}`;
      await this.refused(`${name} twice`, { body: twice }, { status: 422, code: 'json.duplicate_field', field: `/${name}` });
    }
    await this.refused('a list instead of an object', send([]), { status: 422 });
    await this.refused('null', { body: 'null' }, { status: 422 });
    await this.refused('half a body', { body: this.visit.body.slice(0, -1) }, { status: 400, code: 'json.malformed' });
    await this.refused('no body', { body: '' }, { status: 400, code: 'json.malformed' });
    await this.refused('another type of content', { headers: { 'content-type': 'text/plain' } }, { status: 415 });
  }

  async safety() {
    const who = 'contributor';
    await this.refused('without the token of the session', { who, headers: { 'x-csrf-token': null } }, { status: 403, code: 'csrf.token_missing' });
    await this.refused("with another session's token", { who, headers: { 'x-csrf-token': 'AAAA' } }, { status: 403, code: 'csrf.token_wrong' });
    await this.refused('from another site', { who, headers: { 'sec-fetch-site': 'cross-site' } }, { status: 403, code: 'csrf.cross_site' });
    if (ENDS_ITSELF.has(this.operation.operationId)) return;
    await this.refused('with a token that may only read', { who: 'reader_token' }, { status: 403, code: 'token.scope' });
  }

  async path() {
    const names = [...this.operation.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const values = this.operation.pattern.exec(this.visit.path.split('?')[0]).slice(1);
    for (const [index, name] of names.entries()) {
      for (const wrong of ['no-such-thing', NOBODY, '%00', '..%2f..%2fetc%2fpasswd']) {
        let seen = -1;
        const path = this.operation.path.replace(/\{\w+\}/g, () => { seen += 1; return seen === index ? wrong : values[seen]; });
        const answer = await this.ask({ path });
        must([400, 403, 404, 422].includes(answer.status), `${name} = ${wrong}: ${answer.status} ${answer.text.slice(0, 200)}`);
        mustBeProblem(answer, `${name} = ${wrong}`);
      }
    }
  }

  async query() {
    const base = this.visit.path.split('?')[0];
    await this.refused('an unknown parameter', { path: `${base}?no_such_parameter=1` }, { status: 422, code: 'query.unknown_parameter' });
    for (const one of this.operation.parameters.filter((parameter) => parameter.in === 'query')) {
      if (one.schema.type === 'string' && !one.schema.enum && !one.schema.format) continue;
      await this.refused(`${one.name} of a wrong type`, { path: `${base}?${one.name}=wr%20ong` }, { status: 422, field: one.name });
    }
  }
}

async function refuseOn(operation, visit, context) {
  const schema = followed(jsonBodyOf(operation), context.components);
  const refusals = new Refusals({ player: context.player, operation, visit, schema });
  if (!operation.isPublic) await refusals.refused('a stranger', { who: 'stranger' }, { status: 401 });
  if (!operation.isPublic && !SAFE.has(operation.method)) await refusals.safety();
  if (schema && visit.body) await refusals.body();
  await refusals.path();
  if (operation.parameters.some((one) => one.in === 'query')) await refusals.query();
}

/** One check an operation. Needs the caller `reader_token`, whose token may only read. */
export async function refuseEverywhere(context) {
  for (const operation of context.operations) {
    const isSignedIn = (one) => operation.isPublic || context.player.caller(one.who).cookies.size > 0;
    const fine = visitsOf(operation, context.player.visits).filter((one) => one.status < 300);
    const last = fine.findLast(isSignedIn) ?? fine.at(-1);
    const visit = last && !isSignedIn(last) ? { ...last, who: 'contributor' } : last;
    if (!visit) continue;  // Told as not covered.
    await context.checks.check(`${operation.name} refuses what it must`, () => refuseOn(operation, visit, context));
  }
}
