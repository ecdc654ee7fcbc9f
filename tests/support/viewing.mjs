// What tests do to the pictures of the viewer, pane by pane.
export const canvasOf = (page, pane) => page.getByTestId(`pane-${pane}`).getByTestId('viewer-canvas');

/** With the mouse, from the middle of the first picture. */
export async function drag(page, dx, dy) {
  const box = await canvasOf(page, 1).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 5 });
  await page.mouse.up();
}
