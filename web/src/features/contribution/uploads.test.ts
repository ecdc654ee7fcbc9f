import { describe, expect, it } from 'vitest';
import { chosenOf } from './drop';
import { afterEvent, totalOf, type FileOnItsWay } from './uploads';

const file = (id: number, change: Partial<FileOnItsWay> = {}): FileOnItsWay => ({
  id,
  name: `${id}`,
  size: 100,
  sent: 0,
  state: 'waiting',
  ...change,
});

describe('uploads', () => {
  it('changes only the file that is meant', () => {
    const files = afterEvent([file(1), file(2)], { type: 'changed', id: 2, change: { sent: 40 } });
    expect(files.map((one) => one.sent)).toEqual([0, 40]);
    expect(afterEvent(files, { type: 'removed', id: 1 }).map((one) => one.id)).toEqual([2]);
  });
  it('sums up what is sent and what is left', () => {
    const files = [file(1, { state: 'done', sent: 100 }), file(2, { sent: 20 })];
    expect(totalOf(files)).toEqual({ sent: 120, size: 200, left: 1 });
  });
  it('leaves out what the operating system put into a folder, and names what is empty', () => {
    const given = [new File(['x'], '.DS_Store'), new File([], 'empty.dcm'), new File(['x'], 'IM0001')];
    const { files, leftOut } = chosenOf(given);
    expect(files.map((one) => one.name)).toEqual(['IM0001']);
    expect(leftOut).toEqual(['empty.dcm']);
  });
});
