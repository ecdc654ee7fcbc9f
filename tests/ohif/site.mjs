// OHIF as an operator would put it beside MEDAL: its files as published, its configuration, and one way to /dicomweb
// that carries a person's token.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { root } from '../support/server.mjs';

const SITE = path.join(root, '.tools/ohif');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2', '.png': 'image/png' };

/** What OHIF asks its operator for; the rest is its default. */
const configuration = `window.config = {
  routerBasename: null,
  extensions: [],
  modes: [],
  customizationService: {},
  showStudyList: true,
  maxNumberOfWebWorkers: 2,
  showWarningMessageForCrossOrigin: false,
  showCPUFallbackMessage: false,
  showLoadingIndicator: true,
  strictZSpacingForVolumeViewport: true,
  investigationalUseDialog: { option: 'never' },
  maxNumRequests: { interaction: 20, thumbnail: 10, prefetch: 5 },
  defaultDataSourceName: 'medal',
  dataSources: [{
    namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
    sourceName: 'medal',
    configuration: {
      friendlyName: 'MEDAL',
      name: 'medal',
      qidoRoot: '/dicomweb',
      wadoRoot: '/dicomweb',
      qidoSupportsIncludeField: true,
      imageRendering: 'wadors',
      thumbnailRendering: 'wadors',
      enableStudyLazyLoad: true,
      supportsFuzzyMatching: true,
      supportsWildcard: true,
      bulkDataURI: { enabled: true },
    },
  }],
};`;

/** Everything else than a file is a page of the application itself. */
async function sendFile(address, response) {
  const name = path.normalize(decodeURIComponent(address.pathname));
  const wanted = path.join(SITE, name);
  const isFile = wanted.startsWith(SITE + path.sep) && path.extname(name) !== '';
  const file = isFile ? wanted : path.join(SITE, 'index.html');
  const bytes = await readFile(file).catch(() => null);
  response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
  response.end(bytes ?? 'not found');
}

function passOn(request, response, { url, token, asked }) {
  const headers = { accept: request.headers.accept ?? '*/*', authorization: `Bearer ${token}` };
  const passed = http.request(url + request.url, { method: request.method, headers }, (answer) => {
    asked.push({ url: request.url, accept: headers.accept, status: answer.statusCode });
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  request.pipe(passed);
}

/** `url` of MEDAL, a person's `token`; what was asked of /dicomweb is kept in `asked`. */
export async function serveOhif({ url, token }) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const address = new URL(request.url, 'http://site');
    if (address.pathname.startsWith('/dicomweb/')) return passOn(request, response, { url, token, asked });
    if (address.pathname === '/app-config.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      return response.end(configuration);
    }
    return void sendFile(address, response);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close: () => { server.closeAllConnections(); server.close(); } };
}
