// The comparison: Fastify with better-sqlite3, as its documentation advises (schema for serialisation, logger off).
//   node fastify.mjs DATABASE UPLOADS PROCESSES     prints its port
import cluster from 'node:cluster';
import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [database, uploads, processes] = process.argv.slice(2);

const text = { type: 'string' };
const number = { type: 'number' };
const properties = {
  id: number,
  title: text,
  decision: text,
  state: text,
  median_rating: number,
  rating_count: number,
};

async function serve() {
  const read = new Database(database, { readonly: true }).prepare(
    'SELECT id, title, decision, state, median_rating, rating_count FROM problem WHERE id = ?',
  );
  const app = Fastify({ logger: false, bodyLimit: 2 ** 36 });
  app.get(
    '/api/problems/:id',
    { schema: { response: { 200: { type: 'object', properties } } } },
    (request, reply) => {
      const row = read.get(Number(request.params.id));
      if (row === undefined) return reply.code(404).send();
      return reply.send(row);
    },
  );
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.put('/upload', async (request) => {
    const path = `${uploads}/fastify-${process.pid}`;
    await pipeline(request.body, createWriteStream(path));
    await unlink(path);
    return 'done\n';
  });
  await app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' });
  return app.server.address().port;
}

if (processes === '1') {
  console.log(await serve());
} else if (cluster.isPrimary) {
  let ready = 0;
  for (let index = 0; index < Number(processes); ++index) cluster.fork();
  cluster.on('message', (_worker, port) => {
    ready += 1;
    if (ready === Number(processes)) console.log(port);
  });
} else {
  process.send(await serve());
}
