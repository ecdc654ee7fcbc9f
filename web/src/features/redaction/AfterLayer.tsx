// The picture as it will be: each region painted as the server paints it, in the place where it lies.
import { useEffect, useRef } from 'react';
import type { StageView } from '../../viewer';
import { isPlaced } from './BoxLayer';
import { onScreen, paintedArea } from './paint';
import { isOn, type Region } from './regions';
import classes from './redaction.module.css';

function Patch({ view, region }: { view: StageView; region: Region }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { origin, u, v } = view.mapping;
  const { x, y, width, height, style } = region;
  useEffect(() => {
    const pixels = view.pixels();
    const context = canvas.current?.getContext('2d');
    if (!pixels || !context) return;
    const painted = paintedArea(pixels, { x, y, width, height }, style);
    context.putImageData(new ImageData(onScreen(pixels, painted), width, height), 0, 0);
  });
  const left = origin.x + x * u.x + y * v.x;
  const top = origin.y + x * u.y + y * v.y;
  return <canvas ref={canvas} width={width} height={height} className={classes.patch} style={{ transform: `matrix(${u.x}, ${u.y}, ${v.x}, ${v.y}, ${left}, ${top})` }} data-testid="patch" />;
}

/** As on the server: what is filled is dark whatever else lies over it. */
const filledLast = (one: Region, other: Region) => Number(one.style === 'fill') - Number(other.style === 'fill');

export function AfterLayer({ view, regions }: { view: StageView; regions: Region[] }) {
  if (!isPlaced(view.mapping)) return null;
  return (
    <div className={classes.after} aria-hidden="true">
      {regions.filter((region) => isOn(region, view.frame)).sort(filledLast).map((region) => (
        <Patch key={region.id} view={view} region={region} />
      ))}
    </div>
  );
}
