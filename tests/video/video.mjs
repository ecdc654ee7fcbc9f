import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch } from '../support/browser.mjs';
import { root } from '../support/server.mjs';

const FORMATS = ['video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus', 'video/x-matroska;codecs=avc1,opus',
  'video/mp4;codecs=avc1,opus', 'video/mp4;codecs=vp9,opus'];
const work = mkdtempSync(path.join(os.tmpdir(), 'medal-video-'));
let passed = 0;
let failed = 0;

function check(what, isTrue, seen) {
  if (isTrue) passed += 1;
  else failed += 1;
  console.log(`${isTrue ? 'ok  ' : 'FAIL'} ${what}${isTrue ? '' : `: ${JSON.stringify(seen)}`}`);
}

/** In the page: two seconds of a moving square and a tone. */
async function record(type) {
  if (!MediaRecorder.isTypeSupported(type)) return null;
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 120;
  const brush = canvas.getContext('2d');
  let step = 0;
  const draw = () => {
    brush.fillStyle = `hsl(${(step * 7) % 360},80%,50%)`;
    brush.fillRect(0, 0, 160, 120);
    brush.fillStyle = '#fff';
    brush.fillRect(step % 160, 20, 20, 20);
    step += 1;
  };
  draw();
  const stream = canvas.captureStream(25);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const ear = sound.createMediaStreamDestination();
  tone.connect(ear);
  tone.start();
  stream.addTrack(ear.stream.getAudioTracks()[0]);
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const drawing = setInterval(draw, 40);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start(200);
  setTimeout(() => recorder.stop(), 2000);
  await stopped;
  clearInterval(drawing);
  return Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

/** In the page: plays to the end; a digest of each picture shown, by its time, and how much sound there was. */
async function play([bytes, type]) {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }));
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const pictures = {};
  const look = (_now, { mediaTime }) => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    brush.drawImage(video, 0, 0);
    const pixels = brush.getImageData(0, 0, canvas.width, canvas.height).data;
    pictures[mediaTime.toFixed(2)] = pixels.reduce((hash, value) => Math.imul(hash ^ value, 16777619), -2128831035);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const ended = new Promise((resolve) => { video.onended = resolve; });
  try {
    await video.play();
  } catch (error) {
    return { fault: `${error.message} ${video.error?.message ?? ''}` };
  }
  await ended;
  return { frames: video.getVideoPlaybackQuality().totalVideoFrames, sound: video.webkitAudioDecodedByteCount, pictures };
}

/** Times at which both films showed a picture, and those at which it was not the same. */
function compare(before, after) {
  const both = Object.keys(before.pictures).filter((time) => time in after.pictures);
  return { shown: both.length, different: both.filter((time) => before.pictures[time] !== after.pictures[time]) };
}

const zeros = (bytes) => bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);

async function tryFormat(page, type, index) {
  const film = await page.evaluate(record, type);
  if (film === null) return check(`${type}: Chromium records it`, false, 'not supported');
  const input = path.join(work, `film-${index}`);
  const output = path.join(work, `out-${index}`);
  writeFileSync(input, Buffer.from(film));
  execFileSync(path.join(root, 'build/release/medal'), ['deidentify', input, '-o', output]);
  const written = readFileSync(path.join(output, readdirSync(output).find((name) => name.startsWith('0'))));
  const container = type.split(';')[0];
  const before = await page.evaluate(play, [film, container]);
  const after = await page.evaluate(play, [Array.from(written), container]);
  check(`${type}: the film had sound`, before.sound > 1000, before);
  check(`${type}: as many pictures play as before`, after.frames === before.frames && after.frames > 10, { before: before.frames, after: after.frames });
  const compared = compare(before, after);
  check(`${type}: the pictures are the same`, compared.shown > 5 && compared.different.length === 0, compared);
  check(`${type}: no sound is left to play`, after.sound === 0, after);
  const dropped = zeros(written) - zeros(film);
  check(`${type}: the bytes of the sound are zero`, dropped > before.sound * 0.9, { dropped, sound: before.sound });
}

const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto('data:text/html,<title>films</title>');
  for (const [index, type] of FORMATS.entries()) await tryFormat(page, type, index);
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
