// Stained tissue of nobody, in pixels of the finest picture of a slide.

/** Red, green and blue: pink, with a nucleus somewhere in each cell, which is finer than any small picture shows. In rows they would read as print. */
export function tissue(u, v) {
  const dice = (Math.imul(u >> 6, 73856093) ^ Math.imul(v >> 6, 19349663)) >>> 0;
  const [across, down] = [(u & 63) - 20 - (dice % 25), (v & 63) - 20 - ((dice >>> 8) % 25)];
  if (across ** 2 + down ** 2 < 60 + ((dice >>> 16) % 140)) return [90, 60, 140];
  return [225 - ((u >> 5) % 40), 160 + ((v >> 6) % 50), 200];
}
