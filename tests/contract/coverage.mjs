// Which routes a set of visits covers: each needs a success, and each that is not for everybody a denial.
const DENIED = new Set([401, 403, 404]);

export function operationsOf(openapi) {
  return Object.entries(openapi.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => {
    const pattern = new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '([^/]+)')}$`);
    const isPublic = (operation.security ?? []).some((one) => Object.keys(one).length === 0);
    return { ...operation, method: method.toUpperCase(), path, pattern, isPublic, name: `${method.toUpperCase()} ${path}` };
  }));
}

export function visitsOf(operation, visits) {
  return visits.filter((one) => one.method === operation.method && operation.pattern.test(one.path.split('?')[0]));
}

/** In words, what is missing; empty where nothing is. */
export function missing(operation, visits) {
  const own = visitsOf(operation, visits);
  const lacks = [];
  if (!own.some((one) => one.status >= 200 && one.status < 300)) lacks.push('no scenario in which it succeeds');
  if (!operation.isPublic && !own.some((one) => DENIED.has(one.status))) lacks.push('no scenario in which somebody is denied');
  const isForSome = /^Needs: /.test(operation.description ?? '') && !operation.isPublic;
  if (isForSome && !own.some((one) => one.who !== 'stranger' && DENIED.has(one.status))) lacks.push('no scenario in which a signed-in person is denied');
  return lacks;
}
