// The boxes over the picture: found ones dashed, one's own solid with handles. Each can be reached with Tab.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cornersOnScreen, toImage, type Mapping, type Point, type StageView } from '../../viewer';
import { isCovered, isOn, moved, stretched, type Area, type Corner, type Region, type Size } from './regions';
import type { Found } from './types';
import type { Editor } from './useEditor';
import classes from './redaction.module.css';

const CORNERS: Corner[] = ['nw', 'ne', 'se', 'sw'];
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 10;

interface Props {
  view: StageView;
  size: Size;
  editor: Editor;
  found: Found[];
  /** Moves the focus to the numbers of the chosen box. */
  onEdit: (id: number) => void;
}

const pointsOf = (mapping: Mapping, area: Area) => cornersOnScreen(mapping, { ...area, frame: 0 });
/** Before the stage has a size, nothing lies anywhere. */
export const isPlaced = ({ u, v }: Mapping): boolean => Number.isFinite(u.x + u.y + v.x + v.y);
const polygon = (points: Point[]) => points.map(({ x, y }) => `${x},${y}`).join(' ');
const topOf = (points: Point[]) => points.reduce((best, one) => (one.y < best.y ? one : best));

/** A pixel, or of a picture that is shown much smaller so many that the step is seen. */
const stepOn = ({ u }: Mapping) => Math.max(1, Math.round(0.5 / Math.hypot(u.x, u.y)));

/** What an arrow does to a box: it moves, or with Alt grows and shrinks; ten pixels at once with Shift. */
function afterArrow(region: Region, event: React.KeyboardEvent, size: Size, least: number): Region | undefined {
  const arrow = ARROWS[event.key];
  if (!arrow) return undefined;
  const step = event.shiftKey ? FAR * least : least;
  const [dx, dy] = [arrow[0] * step, arrow[1] * step];
  return event.altKey ? stretched(region, 'se', dx, dy, size) : moved(region, dx, dy, size);
}

interface Drag {
  from: Point;
  before: Region;
  corner: Corner | undefined;
}

function useDrag({ view, size, editor }: Props) {
  const drag = useRef<Drag>(undefined);
  const place = (event: React.PointerEvent): Point => {
    const bounds = event.currentTarget.closest('svg')?.getBoundingClientRect();
    return toImage(view.mapping, { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) });
  };
  return (region: Region, corner?: Corner) => ({
    onPointerDown(event: React.PointerEvent) {
      event.stopPropagation();
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { from: place(event), before: region, corner };
      editor.setChosen(region.id);
    },
    onPointerMove(event: React.PointerEvent) {
      if (!drag.current) return;
      event.stopPropagation();
      const { from, before } = drag.current;
      const to = place(event);
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      editor.drag(drag.current.corner ? stretched(before, drag.current.corner, dx, dy, size) : moved(before, dx, dy, size));
    },
    onPointerUp(event: React.PointerEvent) {
      event.stopPropagation();
      if (drag.current && drag.current.before !== region) editor.endDrag(drag.current.before);
      drag.current = undefined;
    },
    onPointerCancel() {
      if (drag.current) editor.drag(drag.current.before);
      drag.current = undefined;
    },
  });
}

interface MineProps extends Props {
  region: Region;
  number: number;
  handlers: ReturnType<typeof useDrag>;
}

function Mine({ view, size, editor, region, number, handlers, onEdit }: MineProps) {
  const { t } = useTranslation('redaction');
  const points = pointsOf(view.mapping, region);
  const isChosen = editor.chosen === region.id;
  const top = topOf(points);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const next = afterArrow(region, event, size, stepOn(view.mapping));
    if (next) editor.replace(next);
    else if (event.key === 'Delete' || event.key === 'Backspace') editor.remove(region.id);
    else if (event.key === 'Enter') onEdit(region.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g tabIndex={0} role="button" aria-pressed={isChosen} aria-label={t('mine_name', { number, ...region })} className={classes.mine} data-chosen={isChosen} data-testid="mine" onKeyDown={onKeyDown} onFocus={() => editor.setChosen(region.id)}>
      <polygon points={polygon(points)} className={classes.shape} {...handlers(region)} />
      <text x={top.x + 4} y={top.y - 6} className={classes.name}>
        {number}
      </text>
      {isChosen
        ? CORNERS.map((corner, index) => {
            const at = points[index] ?? top;
            return (
              <g key={corner} data-testid={`handle-${corner}`} className={classes.handle} {...handlers(region, corner)}>
                <circle cx={at.x} cy={at.y} className={classes.reach} />
                <circle cx={at.x} cy={at.y} className={classes.knob} />
              </g>
            );
          })
        : null}
    </g>
  );
}

function FoundOne({ view, editor, box }: Pick<Props, 'view' | 'editor'> & { box: Found }) {
  const { t } = useTranslation('redaction');
  const points = pointsOf(view.mapping, box);
  const top = topOf(points);
  const name = t('found_name', { what: t(`class_${box.textClass ?? box.subject}`), percent: Math.round(100 * box.confidence) });
  const cover = () => editor.cover(box);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    cover();
  };
  return (
    <g tabIndex={0} role="button" aria-label={t('found_cover', { name })} className={classes.found} data-testid="found" onKeyDown={onKeyDown} onClick={cover} onPointerDown={(event) => event.stopPropagation()}>
      <polygon points={polygon(points)} className={classes.shape} />
      <text x={top.x + 4} y={top.y - 6} className={classes.name}>
        {name}
      </text>
    </g>
  );
}

export function BoxLayer(props: Props) {
  const { view, editor, found } = props;
  const { t } = useTranslation('redaction');
  const handlers = useDrag(props);
  if (!isPlaced(view.mapping)) return null;
  const open = found.filter((box) => view.frame >= box.frame && view.frame <= box.lastFrame && !box.isPainted && !box.dismissedBy && !isCovered(box, editor.regions));
  return (
    <svg className={classes.layer} role="group" aria-label={t('boxes_on_image')}>
      {open.map((box) => (
        <FoundOne key={box.key} view={view} editor={editor} box={box} />
      ))}
      {editor.regions.map((region, index) => (isOn(region, view.frame) ? <Mine key={region.id} {...props} region={region} number={index + 1} handlers={handlers} /> : null))}
    </svg>
  );
}
