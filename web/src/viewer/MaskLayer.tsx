// The labels of the shown plane, over the picture and under lengths and boxes.
import { useEffect, useMemo, useRef } from 'react';
import type { Mapping } from './geometry';
import { paintLabels, type Mask, type MaskLook } from './mask';
import type { Plane } from './planes';
import { cssMatrix } from './view_matrix';
import classes from './viewer.module.css';

interface Props {
  mask: Mask;
  look: MaskLook;
  frame: number;
  plane: Plane | undefined;
  rows: number;
  columns: number;
  mapping: Mapping;
}

export function MaskLayer({ mask, look, frame, plane, rows, columns, mapping }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const slices = useMemo(() => mask.slicesAt(frame, plane), [mask, frame, plane]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(columns, rows);
    for (const labels of slices) paintLabels(image.data, labels, columns, mask.labels, look);
    context.putImageData(image, 0, 0);
  }, [mask, look, slices, rows, columns]);
  return <canvas ref={canvas} width={columns} height={rows} className={classes.mask} style={{ transform: cssMatrix(mapping) }} data-testid="mask-layer" data-labels={slices.length} />;
}
