// Where a machine has no graphics card, browsers imitate one in software; drawing on a plain canvas is several times faster.
const IMITATIONS = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let answer: boolean | undefined;

function ask(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return true;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return IMITATIONS.test(name);
}

/** Asked once: making a context costs more than drawing an image. */
export function isDrawnBySoftware(): boolean {
  answer ??= ask();
  return answer;
}
