// Films, pictures, slides and volumes of nobody, made anew for each test: what is in them is known by construction.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { tissue } from './tissue.mjs';

export const FILM = { width: 320, height: 240, rate: 25, frames: 60 };

const ffmpeg = (...words) => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });

/** Eight upright bars, white where a bit of the frame's number is set. */
const NUMBERED = `geq=lum='16+219*mod(floor(N/pow(2,floor(X/${FILM.width / 8}))),2)':cb=128:cr=128`;

/** A film whose every frame shows its number; `words` name the codec. */
export function makeFilm(file, ...words) {
  ffmpeg('-f', 'lavfi', '-i', `color=black:s=${FILM.width}x${FILM.height}:r=${FILM.rate}`, '-frames:v', String(FILM.frames), '-vf', NUMBERED, ...words, file);
  return file;
}

/** A picture in which no two parts look the same; the name says the format. */
export function makePicture(file, width, height, ...words) {
  ffmpeg('-f', 'lavfi', '-i', `rgbtestsrc=s=${width}x${height}`, '-frames:v', '1', ...words, file);
  return file;
}

const numberOf = (type, value) => {
  const bytes = Buffer.alloc(type === 3 ? 2 : 4);
  if (type === 3) bytes.writeUInt16LE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
};

/** TIFF 6.0, one directory: entries in order of their tags, values of more than four bytes behind it. */
function directory(at, entries) {
  const head = Buffer.alloc(2 + 12 * entries.length + 4);
  head.writeUInt16LE(entries.length);
  const behind = [];
  let end = at + head.length;
  entries.forEach(([tag, type, values], index) => {
    const bytes = type === 2 ? Buffer.from(`${values}\0`, 'latin1') : Buffer.concat(values.map((value) => numberOf(type, value)));
    const entry = head.subarray(2 + 12 * index);
    entry.writeUInt16LE(tag);
    entry.writeUInt16LE(type, 2);
    entry.writeUInt32LE(type === 2 ? bytes.length : values.length, 4);
    if (bytes.length <= 4) return void bytes.copy(entry, 8);
    entry.writeUInt32LE(end, 8);
    behind.push(bytes);
    end += bytes.length;
  });
  return { bytes: Buffer.concat([head, ...behind]), nextAt: at + head.length - 4, end };
}

const TILE = 256;

const LETTERS = '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf';

/** A byte a pixel: bright where a letter is. */
const writing = (width, height, { text, x, y, size }) => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `color=black:s=${width}x${height}`,
  '-vf', `drawtext=fontfile=${LETTERS}:text='${text}':x=${x}:y=${y}:fontsize=${size}:fontcolor=white`, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { maxBuffer: 1 << 28 });

/** Of tissue, or of glass on which something is written. */
function tileOf(level, column, row, written) {
  const pixels = Buffer.alloc(TILE * TILE * 3);
  for (let y = 0, to = 0; y < TILE; y += 1) {
    for (let x = 0; x < TILE; x += 1, to += 3) {
      const [u, v] = [(column * TILE + x) << level, (row * TILE + y) << level];
      const glass = written && (written.letters[v * written.width + u] > 127 ? 0 : 235);
      pixels.set(written ? [glass, glass, glass] : tissue(u, v), to);
    }
  }
  return deflateSync(pixels, { level: 1 });
}

/** An Aperio slide of one tissue, or of glass with `words` on it; 0.5 micrometres a pixel, levels of a quarter of the width each. */
export function makeSlide(file, width, height, words) {
  const written = words && { width, letters: writing(width, height, words) };
  const parts = [Buffer.from('49492a0000000000', 'hex')];
  let end = 8;
  let linkAt = 4;
  const put = (bytes) => {
    parts.push(bytes);
    const at = end;
    end += bytes.length;
    return at;
  };
  const links = [];
  for (let level = 0; (width >> level) >= TILE; level += 2) {
    const [wide, high] = [width >> level, height >> level];
    const offsets = [];
    const sizes = [];
    for (let row = 0; row * TILE < high; row += 1) {
      for (let column = 0; column * TILE < wide; column += 1) {
        const tile = tileOf(level, column, row, written);
        offsets.push(put(tile));
        sizes.push(tile.length);
      }
    }
    if (end % 2) put(Buffer.alloc(1));
    const made = directory(end, [[256, 4, [wide]], [257, 4, [high]], [258, 3, [8, 8, 8]], [259, 3, [8]], [262, 3, [2]],
      [270, 2, `Aperio Image Library v1.0\r\n${wide}x${high} (${TILE}x${TILE}) RGB|AppMag = 20|MPP = 0.5|Left = 25.7`], [277, 3, [3]], [284, 3, [1]],
      [322, 4, [TILE]], [323, 4, [TILE]], [324, 4, offsets], [325, 4, sizes]]);
    links.push([linkAt, end]);
    linkAt = made.nextAt;
    put(made.bytes);
    if (end % 2) put(Buffer.alloc(1));
  }
  const whole = Buffer.concat(parts);
  for (const [at, to] of links) whole.writeUInt32LE(to, at);
  writeFileSync(file, whole);
  return file;
}

export const VOLUME = { size: [40, 48, 32], spacing: [2, 1.5, 3] };

/** `rows`: of the matrix that leads from voxels to the patient (RAS); 16 bits a voxel. */
function writeNifti(file, { size: [columns, rows, slices], spacing, times = 1, rows: matrix }, voxels) {
  const head = Buffer.alloc(352);
  head.writeInt32LE(348, 0);
  [times > 1 ? 4 : 3, columns, rows, slices, times, 1, 1, 1].forEach((value, index) => head.writeInt16LE(value, 40 + 2 * index));
  head.writeInt16LE(4, 70);
  head.writeInt16LE(16, 72);
  [1, ...spacing, 1, 1, 1, 1].forEach((value, index) => head.writeFloatLE(value, 76 + 4 * index));
  head.writeFloatLE(352, 108);
  head.writeFloatLE(1, 112);
  head.writeInt16LE(1, 254);
  matrix.flat().forEach((value, index) => head.writeFloatLE(value, 280 + 4 * index));
  head.write('n+1\0', 344, 'latin1');
  writeFileSync(file, gzipSync(Buffer.concat([head, voxels])));
  return file;
}

/** `valueAt(i, j, k, t)`; the first axis runs to the patient's right (RAS x falls), as many scanners write it. */
export function makeNifti(file, valueAt, { times = 1 } = {}) {
  const [columns, rows, slices] = VOLUME.size;
  const [dx, dy, dz] = VOLUME.spacing;
  const voxels = Buffer.alloc(2 * columns * rows * slices * times);
  let at = 0;
  for (let t = 0; t < times; t += 1) for (let k = 0; k < slices; k += 1) for (let j = 0; j < rows; j += 1) for (let i = 0; i < columns; i += 1, at += 2) voxels.writeInt16LE(valueAt(i, j, k, t), at);
  return writeNifti(file, { ...VOLUME, times, rows: [[dx, 0, 0, -40], [0, dy, 0, -36], [0, 0, dz, -48]] }, voxels);
}

/** Numbers of a DICOM element of VR DS, explicit little endian. */
function decimalsIn(bytes, group, element) {
  const at = bytes.indexOf(Buffer.from([group & 255, group >> 8, element & 255, element >> 8, 0x44, 0x53]));
  return bytes.toString('latin1', at + 8, at + 8 + bytes.readUInt16LE(at + 6)).split('\\').map(Number);
}

/** The slices of an axial CT phantom as one volume, in Hounsfield units. */
export function makeHead(file, slices) {
  const placed = slices.map((path) => readFileSync(path)).map((bytes) => ({ bytes, position: decimalsIn(bytes, 0x20, 0x32) })).sort((a, b) => a.position[2] - b.position[2]);
  const [first, second] = placed;
  const [dy, dx] = decimalsIn(first.bytes, 0x28, 0x30);
  const dz = second.position[2] - first.position[2];
  const [intercept] = decimalsIn(first.bytes, 0x28, 0x1052);
  const planes = placed.map(({ bytes }) => {
    const pixels = Buffer.from(bytes.subarray(bytes.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0])) + 12));
    for (let at = 0; at + 1 < pixels.length; at += 2) pixels.writeInt16LE(pixels.readInt16LE(at) + intercept, at);
    return pixels;
  });
  const side = Math.sqrt(planes[0].length / 2);
  const [x, y, z] = first.position;
  return writeNifti(file, { size: [side, side, planes.length], spacing: [dx, dy, dz], rows: [[-dx, 0, 0, -x], [0, -dy, 0, -y], [0, 0, dz, z]] }, Buffer.concat(planes));
}

/** A ball that is brighter towards the head and to the left of the patient, and over time. */
export const ball = (i, j, k, t) => ((i - 20) ** 2 / 200 + (j - 24) ** 2 / 300 + (k - 16) ** 2 / 120 < 1 ? 200 + 10 * k + 4 * i + 60 * t : 0);
/** Two labels in the ball. */
export const labels = (i, j, k) => ((i - 14) ** 2 + (j - 24) ** 2 + (k - 16) ** 2 < 40 ? 1 : (i - 26) ** 2 + (j - 24) ** 2 + (k - 16) ** 2 < 40 ? 2 : 0);
