import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT, STATE } from './paths.mjs';
import { findBrowser } from './servers/browser.mjs';

/* node scripts/picture.mjs   makes a new docs/dashboard.png, of the board that `npm start` runs in another terminal */
const { apiUrl } = JSON.parse(readFileSync(join(STATE, 'services.json'), 'utf8'));
const executablePath = findBrowser();
if (!executablePath) throw new Error('There is no Chromium; npm test installs one.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({
  viewport: { width: 1440, height: 1285 },
  colorScheme: 'light',
  locale: 'en-GB',
  // The page lets no text be run as a script, which is how it is asked below whether it is drawn.
  bypassCSP: true,
});
await page.goto(apiUrl);
// As a text: this file is checked as a program of Node, which knows no document.
await page.waitForFunction(`(() => {
  const cards = [...document.querySelectorAll('.chart-card')];
  return cards.length > 0 && cards.every(({ dataset }) => dataset.state !== 'loading' && dataset.drawn);
})()`);
await page.screenshot({ path: join(ROOT, 'docs/dashboard.png') });
await browser.close();
