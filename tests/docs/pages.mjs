// What a Markdown page claims: links, paths of the repository, commands of medal, blocks to be run.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../support/server.mjs';

const FENCE = /^```(\w*)\n([\s\S]*?)^```/gm;
const RUN = /<!-- run(?:: (\w+))? -->\n```sh\n([\s\S]*?)^```/gm;
const CODE = /`([^`\n]+)`/g;
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;
const FOLDERS = /^(src|docs|script|tests|tools|examples|bench|web|cmake|deploy)\//;

export function pages() {
  const below = readdirSync(path.join(root, 'docs'), { recursive: true }).map((one) => path.join('docs', one));
  const top = readdirSync(root);
  return [...top, ...below].filter((one) => one.endsWith('.md')).sort()
    .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));
}

export const links = ({ text }) => [...text.matchAll(LINK)].map((match) => match[1]).filter((one) => !/^[a-z]+:/.test(one));

/** Paths in `code` that begin with a folder of the repository; patterns and placeholders are none. */
export const paths = ({ text }) => [...text.matchAll(CODE)].map((match) => match[1].split(' ')[0])
  .filter((one) => FOLDERS.test(one) && !/[*{<…]|[A-Z]{3,}|NAME|\.\.\./.test(one) && !one.startsWith('bench/out'));

/** "medal eval run …" in code, as words; a trailing comment is no part of it. */
export function commands({ text }) {
  const lines = [...text.matchAll(FENCE)].flatMap((match) => match[2].replaceAll('\\\n', ' ').split('\n'));
  const inline = [...text.replace(FENCE, '').matchAll(CODE)].map((match) => match[1]);
  return [...lines, ...inline]
    .map((line) => /(?:^|\| |\$ )(?:build\/release\/)?medal( [^|>]+)/.exec(line.replace(/\s#.*$/, ''))?.[1].trim().split(/\s+/))
    .filter((words) => words && /^[a-z]/.test(words[0]));
}

export const blocks = ({ text }) => [...text.matchAll(RUN)].map((match) => ({ how: match[1] ?? 'wait', script: match[2] }));

/** The keys and defaults of the table of settings. */
export const settings = ({ text }) => [...text.matchAll(/^\| `([a-z0-9_.]+)` \| (?:`([^|]*)`)? ?\|/gm)].map((match) => [match[1], match[2] ?? '']);
