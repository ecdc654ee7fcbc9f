// Files on their way: resumable (tus 1.0), three at a time, each with its own progress. A file's name stays in
// the browser: the server is told only to which case the bytes belong.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { Upload } from 'tus-js-client';
import { csrfToken } from './kit';
import { begunBefore, fingerprintOf, forget } from './resume';

export type FileState = 'waiting' | 'sending' | 'paused' | 'done' | 'failed';

export interface FileOnItsWay {
  id: number;
  name: string;
  size: number;
  sent: number;
  state: FileState;
  message?: string;
}

export type UploadEvent =
  | { type: 'added'; files: FileOnItsWay[] }
  | { type: 'changed'; id: number; change: Partial<FileOnItsWay> }
  | { type: 'removed'; id: number };

export function afterEvent(files: FileOnItsWay[], event: UploadEvent): FileOnItsWay[] {
  switch (event.type) {
    case 'added':
      return [...files, ...event.files];
    case 'changed':
      return files.map((file) => (file.id === event.id ? { ...file, ...event.change } : file));
    case 'removed':
      return files.filter((file) => file.id !== event.id);
  }
}

export function totalOf(files: FileOnItsWay[]): { sent: number; size: number; left: number } {
  return {
    sent: files.reduce((sum, file) => sum + file.sent, 0),
    size: files.reduce((sum, file) => sum + file.size, 0),
    left: files.filter((file) => file.state !== 'done').length,
  };
}

const AT_ONCE = 3;
const CHUNK_BYTES = 16 * 1024 * 1024;
// After the last of these the file stands still until the network is back or "Resume" is pressed.
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 30_000];

interface Callbacks {
  change: (change: Partial<FileOnItsWay>) => void;
  finished: () => void;
}

function uploadOf(file: File, caseId: string, token: string, { change, finished }: Callbacks): Upload {
  return new Upload(file, {
    endpoint: '/files',
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_MS,
    metadata: { case_id: caseId },
    headers: { 'X-CSRF-Token': token },
    // Kept until the file has arrived: a one-way hash and the address of the upload, never the name.
    fingerprint: () => fingerprintOf(file, caseId),
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => change({ sent }),
    onSuccess: () => {
      change({ state: 'done', sent: file.size });
      finished();
    },
    onError: (error) => {
      change({ state: 'failed', message: error.message });
      finished();
    },
  });
}

/** Lets go of what another visit began and never ended. */
export async function discardUploads(ids: string[]): Promise<void> {
  const token = await csrfToken();
  const headers = { 'Tus-Resumable': '1.0.0', 'X-CSRF-Token': token };
  await Promise.all(ids.map((id) => fetch(`/files/${id}`, { method: 'DELETE', headers })));
  forget(ids);
}

/** `left`: ids of the uploads of this case that the server has begun and not ended. */
export function useUploads(caseId: string, left: string[], onDone: () => void) {
  const [files, dispatch] = useReducer(afterEvent, []);
  const uploads = useRef(new Map<number, Upload>());
  const waiting = useRef<number[]>([]);
  const sources = useRef(new Map<number, File>());
  const active = useRef(0);
  const counter = useRef(0);
  const unfinished = useRef(left);
  unfinished.current = left;

  /** Whether this tab sends that upload: its address ends with the id. */
  const isOurs = useCallback((id: string) => [...uploads.current.values()].some((upload) => upload.url?.endsWith(id)), []);

  const pump = useCallback(async () => {
    while (active.current < AT_ONCE) {
      const id = waiting.current.shift();
      if (id === undefined) return;
      const source = sources.current.get(id);
      if (!source) continue;
      active.current += 1;
      const token = await csrfToken();
      const change = (next: Partial<FileOnItsWay>) => dispatch({ type: 'changed', id, change: next });
      const finished = () => {
        active.current -= 1;
        onDone();
        void pump();
      };
      let upload = uploads.current.get(id);
      if (!upload) {
        upload = uploadOf(source, caseId, token, { change, finished });
        const earlier = await begunBefore(upload, () => unfinished.current.filter((one) => !isOurs(one)));
        if (earlier) upload.resumeFromPreviousUpload(earlier);
        uploads.current.set(id, upload);
      }
      change({ state: 'sending', message: undefined });
      upload.start();
    }
  }, [caseId, onDone, isOurs]);

  const add = (chosen: File[]) => {
    const added = chosen.map((file) => {
      counter.current += 1;
      sources.current.set(counter.current, file);
      waiting.current.push(counter.current);
      return { id: counter.current, name: file.name, size: file.size, sent: 0, state: 'waiting' as const };
    });
    dispatch({ type: 'added', files: added });
    void pump();
  };

  const resume = useCallback(
    (id: number) => {
      waiting.current.push(id);
      dispatch({ type: 'changed', id, change: { state: 'waiting' } });
      void pump();
    },
    [pump],
  );

  const remove = (id: number) => {
    const upload = uploads.current.get(id);
    const isSending = files.some((file) => file.id === id && file.state === 'sending');
    waiting.current = waiting.current.filter((one) => one !== id);
    // `true` also deletes what the server has received so far.
    void upload?.abort(true).catch(() => undefined).then(onDone);
    if (isSending) active.current -= 1;
    uploads.current.delete(id);
    sources.current.delete(id);
    dispatch({ type: 'removed', id });
    void pump();
  };

  useEffect(() => {
    const onOnline = () => files.filter((file) => file.state === 'failed').forEach((file) => resume(file.id));
    window.addEventListener('online', onOnline);
    return () => window.removeEventListener('online', onOnline);
  }, [files, resume]);

  useEffect(() => {
    const running = uploads.current;
    return () => running.forEach((upload) => void upload.abort().catch(() => undefined));
  }, []);

  return { files, add, resume, remove, isOurs };
}
