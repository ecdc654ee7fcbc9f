// The page's side of the first pass: hands files to the worker and takes back what may be sent.
import type { Untreatable } from './layout';
import { keyOf } from './key';
import type { Scrubbed } from './scrub';
import type { Removed } from './version';

export interface Task {
  id: number;
  file: Blob;
  key: CryptoKey;
}

export type Answer = ({ id: number } & Scrubbed) | { id: number; fault: Untreatable };

export type Cleaned = { file: File; removed: Removed[] } | { fault: Untreatable };

export class Cleaner {
  private readonly worker = new Worker(new URL('./scrub.worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private count = 0;

  constructor(private readonly caseId: string) {
    this.worker.addEventListener('message', (event: MessageEvent<Answer>) => {
      this.waiting.get(event.data.id)?.(event.data);
      this.waiting.delete(event.data.id);
    });
    // A worker that died has answered nothing: every file that waits is asked about.
    this.worker.addEventListener('error', () => {
      for (const [id, resolve] of this.waiting) resolve({ id, fault: 'damaged' });
      this.waiting.clear();
    });
  }

  /** The bytes to send, under no name. */
  async clean(file: File): Promise<Cleaned> {
    const key = await keyOf(this.caseId);
    this.count += 1;
    const id = this.count;
    const answer = await new Promise<Answer>((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, file, key } satisfies Task);
    });
    return 'fault' in answer ? { fault: answer.fault } : { file: new File([answer.file], 'cleaned'), removed: answer.removed };
  }

  end(): void {
    this.worker.terminate();
  }
}
