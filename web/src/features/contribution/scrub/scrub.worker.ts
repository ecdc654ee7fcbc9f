// The first pass away from the page, so that it stays quick; one file at a time.
import dcmjs from 'dcmjs';
import { ScrubFault } from './layout';
import type { Answer, Task } from './cleaner';
import { scrub } from './scrub';
import { hashWith } from './uids';

// Its words name values of the file.
dcmjs.log.setLevel('silent');

async function answerTo({ id, file, key }: Task): Promise<Answer> {
  try {
    return { id, ...(await scrub(file, hashWith(key))) };
  } catch (error) {
    return { id, fault: error instanceof ScrubFault ? error.reason : 'damaged' };
  }
}

let before: Promise<unknown> = Promise.resolve();
self.addEventListener('message', (event: MessageEvent<Task>) => {
  before = before.then(async () => self.postMessage(await answerTo(event.data)));
});
