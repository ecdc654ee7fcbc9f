// The picture as it will be: each region painted as the server paints it, in the place where it lies.
import { useEffect, useRef } from 'react';
import { cornersOnScreen, type StageView, type StoredPixels } from '../../viewer';
import { isPlaced } from './BoxLayer';
import { onScreen, paintedArea } from './paint';
import { isOn, type Region } from './regions';
import classes from './redaction.module.css';

interface PatchProps {
  view: StageView;
  region: Region;
  pixelsNow: () => StoredPixels | undefined;
}

function Patch({ view, region, pixelsNow }: PatchProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { origin, u, v } = view.mapping;
  const { x, y, width, height, style } = region;
  useEffect(() => {
    const pixels = pixelsNow();
    const context = canvas.current?.getContext('2d');
    if (!pixels || !context) return;
    const painted = paintedArea(pixels, { x, y, width, height }, style);
    context.putImageData(new ImageData(onScreen(pixels, painted), width, height), 0, 0);
  });
  const left = origin.x + x * u.x + y * v.x;
  const top = origin.y + x * u.y + y * v.y;
  return <canvas ref={canvas} width={width} height={height} className={classes.patch} style={{ transform: `matrix(${u.x}, ${u.y}, ${v.x}, ${v.y}, ${left}, ${top})` }} data-testid="patch" />;
}

/** Of what is shown in tiles: boxes there are filled, and larger than any canvas. */
function Filled({ view, regions }: { view: StageView; regions: Region[] }) {
  return (
    <svg className={classes.layer} aria-hidden="true">
      {regions.map((region) => (
        <polygon key={region.id} data-testid="patch" points={cornersOnScreen(view.mapping, { ...region, frame: view.frame }).map(({ x, y }) => `${x},${y}`).join(' ')} />
      ))}
    </svg>
  );
}

/** As on the server: what is filled is dark whatever else lies over it. */
const filledLast = (one: Region, other: Region) => Number(one.style === 'fill') - Number(other.style === 'fill');

export function AfterLayer({ view, regions, isTiled }: { view: StageView; regions: Region[]; isTiled: boolean }) {
  if (!isPlaced(view.mapping)) return null;
  const shown = regions.filter((region) => isOn(region, view.frame)).sort(filledLast);
  // One look at the picture for all boxes: of a film it is drawn for that.
  let pixels: StoredPixels | undefined;
  const pixelsNow = () => (pixels ??= view.pixels());
  return (
    <div className={classes.after} aria-hidden="true">
      {isTiled ? <Filled view={view} regions={shown} /> : shown.map((region) => <Patch key={region.id} view={view} region={region} pixelsNow={pixelsNow} />)}
    </div>
  );
}
