// Files on their way: resumable (tus 1.0), three at a time, each with its own progress. A file's name stays in
// the browser: the server is told only to which case the bytes belong.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { Upload, type DetailedError } from 'tus-js-client';
import { heldUploads, holdUpload, whileNobodyHolds } from './alive';
import { csrfToken, forgetCsrfToken } from './kit';
import { begunBefore, fingerprintOf, forget } from './resume';
import { Cleaner } from './scrub/cleaner';
import type { Untreatable } from './scrub/layout';
import { SCRUB_VERSION, type Removed } from './scrub/version';
import { keepUploadName, uploadIdOf } from './upload_names';
import { uploadFailureOf, type UploadFailure } from './upload_failure';

/** 'asking': the first pass could not treat it; nothing is sent before the person says so. */
export type FileState = 'waiting' | 'cleaning' | 'asking' | 'sending' | 'paused' | 'done' | 'failed';

export interface FileOnItsWay {
  id: number;
  name: string;
  size: number;
  sent: number;
  state: FileState;
  failure?: UploadFailure;
  /** What the first pass in the browser took out, or why it could not. */
  removed?: Removed[];
  fault?: Untreatable;
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
  /** The server has given the upload its id. */
  begun: (uploadId: string) => void;
}

/** 409 and 423: somebody else, or this tab before, still holds the upload. */
const BUSY = [409, 423];

/** An ended session waits for the person; without a network it is the event of its return that goes on. */
function mayHelpItself(error: DetailedError): boolean {
  const status = error.originalResponse?.getStatus() ?? 0;
  return navigator.onLine && (BUSY.includes(status) || uploadFailureOf(error).kind === 'network');
}

/** A file as it was chosen, and what is sent of it. */
interface Sendable {
  file: File;
  body: File;
  pass: string;
}

function uploadOf({ file, body, pass }: Sendable, caseId: string, { change, finished, begun }: Callbacks): Upload {
  const upload: Upload = new Upload(body, {
    endpoint: '/files',
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_MS,
    onShouldRetry: mayHelpItself,
    metadata: { case_id: caseId },
    // Asked for each time: after signing in again beside, it is another.
    onBeforeRequest: async (request) => request.setHeader('X-CSRF-Token', await csrfToken()),
    // Kept until the file has arrived: a one-way hash and the address of the upload, never the name.
    fingerprint: () => fingerprintOf(file, caseId, pass),
    removeFingerprintOnSuccess: true,
    onUploadUrlAvailable: () => {
      const id = uploadIdOf(upload.url);
      if (!id) return;
      begun(id);
      keepUploadName(caseId, id, file.webkitRelativePath || file.name);
    },
    onProgress: (sent) => change({ sent }),
    onSuccess: () => {
      change({ state: 'done', sent: body.size });
      finished();
    },
    onError: (error) => {
      change(failedWith(error));
      finished();
    },
  });
  return upload;
}

function failedWith(error: unknown): Partial<FileOnItsWay> {
  const failure = uploadFailureOf(error);
  if (failure.kind === 'session') forgetCsrfToken();
  return { state: 'failed', failure };
}

/** Lets go of what another visit began and never ended; what another tab is sending stays. */
export async function discardUploads(ids: string[]): Promise<void> {
  const token = await csrfToken();
  const headers = { 'Tus-Resumable': '1.0.0', 'X-CSRF-Token': token };
  const discard = async (id: string) => {
    await fetch(`/files/${id}`, { method: 'DELETE', headers });
    forget([id]);
  };
  await Promise.all(ids.map((id) => whileNobodyHolds(id, () => discard(id))));
}

/** Made when it is first needed, ended with the page. */
function useCleaner(caseId: string): () => Cleaner {
  const cleaner = useRef<Cleaner>(undefined);
  useEffect(() => () => cleaner.current?.end(), []);
  return useCallback(() => (cleaner.current ??= new Cleaner(caseId)), [caseId]);
}

/** What this tab tells the others that it is sending. */
function useHolds() {
  const holds = useRef(new Map<number, () => void>());
  const letGo = useCallback((id: number) => {
    holds.current.get(id)?.();
    holds.current.delete(id);
  }, []);
  const hold = useCallback(
    (id: number, uploadId: string) => {
      letGo(id);
      holds.current.set(id, holdUpload(uploadId));
    },
    [letGo],
  );
  useEffect(() => {
    const running = holds.current;
    return () => running.forEach((release) => release());
  }, []);
  return { hold, letGo };
}

/** `left`: ids of the uploads of this case that the server has begun and not ended. */
export function useUploads(caseId: string, left: string[], onDone: () => void) {
  const [files, dispatch] = useReducer(afterEvent, []);
  const uploads = useRef(new Map<number, Upload>());
  const waiting = useRef<number[]>([]);
  const sources = useRef(new Map<number, File>());
  const cleaned = useRef(new Set<number>());
  const active = useRef(0);
  const counter = useRef(0);
  const unfinished = useRef(left);
  unfinished.current = left;
  const cleanerOf = useCleaner(caseId);
  const { hold, letGo } = useHolds();

  /** Whether this tab sends that upload: its address ends with the id. */
  const isOurs = useCallback((id: string) => [...uploads.current.values()].some((upload) => upload.url?.endsWith(id)), []);

  const change = useCallback((id: number, next: Partial<FileOnItsWay>) => dispatch({ type: 'changed', id, change: next }), []);

  /** What is sent of a file; nothing where the person has to be asked, or has removed it meanwhile. */
  const sendable = useCallback(
    async (id: number, file: File): Promise<Sendable | undefined> => {
      if (!cleaned.current.has(id)) return { file, body: file, pass: '' };
      change(id, { state: 'cleaning' });
      const result = await cleanerOf().clean(file);
      if (!sources.current.has(id)) return undefined;
      if ('fault' in result) {
        change(id, { state: 'asking', fault: result.fault });
        return undefined;
      }
      change(id, { size: result.file.size, removed: result.removed });
      return { file, body: result.file, pass: SCRUB_VERSION };
    },
    [change, cleanerOf],
  );

  const changed = useCallback(
    (id: number, next: Partial<FileOnItsWay>) => {
      change(id, next);
      if (next.state === 'done') letGo(id);
    },
    [change, letGo],
  );

  const pump = useCallback(() => {
    const ended = () => {
      active.current -= 1;
      pump();
    };
    const begin = async (id: number, source: File) => {
      let upload = uploads.current.get(id);
      if (!upload) {
        const given = await sendable(id, source);
        if (!given) return ended();
        const finished = () => {
          onDone();
          ended();
        };
        upload = uploadOf(given, caseId, { change: (next) => changed(id, next), finished, begun: (uploadId) => hold(id, uploadId) });
        const held = await heldUploads();
        const earlier = await begunBefore(upload, () => unfinished.current.filter((one) => !isOurs(one) && !held.includes(one)));
        if (earlier) upload.resumeFromPreviousUpload(earlier);
        uploads.current.set(id, upload);
      }
      change(id, { state: 'sending', failure: undefined });
      return upload.start();
    };
    const failed = (id: number, error: unknown) => {
      change(id, failedWith(error));
      ended();
    };
    while (active.current < AT_ONCE) {
      const id = waiting.current.shift();
      if (id === undefined) return;
      const source = sources.current.get(id);
      if (!source) continue;
      active.current += 1;
      void begin(id, source).catch((error: unknown) => failed(id, error));
    }
  }, [caseId, onDone, isOurs, change, changed, sendable, hold]);

  const add = (chosen: File[], isCleaned: boolean) => {
    const added = chosen.map((file) => {
      counter.current += 1;
      sources.current.set(counter.current, file);
      if (isCleaned) cleaned.current.add(counter.current);
      waiting.current.push(counter.current);
      return { id: counter.current, name: file.name, size: file.size, sent: 0, state: 'waiting' as const };
    });
    dispatch({ type: 'added', files: added });
    pump();
  };

  const resume = useCallback(
    (id: number) => {
      waiting.current.push(id);
      change(id, { state: 'waiting' });
      pump();
    },
    [pump, change],
  );

  /** The person agreed: the server alone cleans these. */
  const sendAsTheyAre = (ids: number[]) => {
    for (const id of ids) {
      cleaned.current.delete(id);
      resume(id);
    }
  };

  const remove = (id: number) => {
    const upload = uploads.current.get(id);
    const isSending = files.some((file) => file.id === id && file.state === 'sending');
    waiting.current = waiting.current.filter((one) => one !== id);
    // `true` also deletes what the server has received so far.
    void upload?.abort(true).catch(() => undefined).then(() => {
      letGo(id);
      onDone();
    });
    if (isSending) active.current -= 1;
    uploads.current.delete(id);
    sources.current.delete(id);
    dispatch({ type: 'removed', id });
    pump();
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

  return { files, add, resume, sendAsTheyAre, remove, isOurs };
}
