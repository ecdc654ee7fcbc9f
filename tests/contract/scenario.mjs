// Reads scenario files. A file is text, one thing a line (docs/contract.md):
//   == title              a scenario begins
//   @word …               something beside the API that is needed: a person, a mail, a phantom (stage.mjs)
//   who METHOD path       a request; `| …` lines below it are its body, `^ Name: value` its headers
//   200                   the status that it must have
//   .path OP value        what must be in the answer; OP: = != has lacks count matches absent present
//   ^name OP value        the same of a header;  body holds|lacks "text" of the whole answer
//   until .path OP value  ask again until this is so
//   $name = .path         remember a value; `$name` stands for it from then on
const REQUEST = /^(\S+) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+)$/;
const CLAIM = /^(\.(?:\[[^\]]*\]|\S)*|\^[\w-]+|body) (=|!=|has|lacks|holds|count|matches|absent|present)(?: (.*))?$/;
const TAKE = /^\$(\w+) = (\.(?:\[[^\]]*\]|\S)*|\^[\w-]+)$/;

function claimOf(text, at) {
  const found = CLAIM.exec(text);
  if (!found) throw new Error(`${at}: this line cannot be read: ${text}`);
  return { subject: found[1], op: found[2], value: found[3], text };
}

class Reader {
  scenarios = [];

  constructor(name) {
    this.name = name;
  }

  get last() {
    return this.scenarios.at(-1).steps.at(-1);
  }

  read(line, number) {
    const at = `${this.name}:${number}`;
    if (line.trim() === '' || line.startsWith('#')) return;
    if (line.startsWith('== ')) return void this.scenarios.push({ name: line.slice(3), at, steps: [] });
    const { steps } = this.scenarios.at(-1);
    if (line.startsWith('@')) return void steps.push({ at, stage: line.slice(1) });
    const request = REQUEST.exec(line);
    if (request) {
      const [, who, method, path] = request;
      return void steps.push({ at, who, method, path, body: [], headers: [], claims: [], takes: [] });
    }
    this.readPart(line, at);
  }

  readPart(line, at) {
    if (line.startsWith('|')) return void this.last.body.push(line.slice(line[1] === ' ' ? 2 : 1));
    if (line.startsWith('^ ')) {
      const colon = line.indexOf(':');
      return void this.last.headers.push([line.slice(2, colon), line.slice(colon + 1).trim()]);
    }
    if (/^\d{3}$/.test(line)) return void (this.last.status = Number(line));
    if (line.startsWith('until ')) return void (this.last.until = claimOf(line.slice(6), at));
    const take = TAKE.exec(line);
    if (take) return void this.last.takes.push({ name: take[1], subject: take[2] });
    this.last.claims.push(claimOf(line, at));
  }
}

export function scenariosOf(name, text) {
  const reader = new Reader(name);
  text.split('\n').forEach((line, index) => reader.read(line, index + 1));
  return reader.scenarios;
}
