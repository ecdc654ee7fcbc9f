// Which frames to load next: outwards from the one that is shown, never more than the cache can hold.

/** The order around `current`, nearest first and ahead before behind, at most `limit` frames. */
export function orderAround(current: number, count: number, limit: number): number[] {
  const order: number[] = [];
  for (let distance = 0; distance < count && order.length < limit; distance += 1) {
    const ahead = current + distance;
    const behind = current - distance;
    if (ahead < count) order.push(ahead);
    if (distance > 0 && behind >= 0 && order.length < limit) order.push(behind);
  }
  return order;
}

/** How many decoded frames fit into `bytes`; at least the shown one and its neighbours. */
export function framesThatFit(bytes: number, rows: number, columns: number, bytesPerPixel: number): number {
  const frame = Math.max(1, rows * columns * bytesPerPixel);
  return Math.max(3, Math.floor(bytes / frame));
}

/** The frame to load next, or undefined when all that should be there is there or on its way. */
export function nextToLoad(order: number[], known: ReadonlySet<number>): number | undefined {
  return order.find((index) => !known.has(index));
}

/** What may leave the cache: everything that is not in the present order. */
export function toForget(order: number[], known: ReadonlySet<number>): number[] {
  const wanted = new Set(order);
  return [...known].filter((index) => !wanted.has(index));
}
